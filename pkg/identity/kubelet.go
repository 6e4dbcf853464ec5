package identity

import (
	"fmt"
	"math"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
)

// nonRootVerdict is verifyRunAsNonRoot of the kubelet (pkg/kubelet/kuberuntime/security_context_others.go), word for word
// but for the tail in brackets. imagePath is the JSON pointer of the container's image field.
func nonRootVerdict(s *Security, user Fact[imageUser], imagePath string) Kubelet {
	if !s.RunAsNonRoot.Set || !s.RunAsNonRoot.Value {
		return Kubelet{Verdict: Admits}
	}
	k := Kubelet{Verdict: Admits, Demand: s.RunAsNonRoot.From}
	if s.RunAsUser.Set {
		// The image's user is not looked at any more.
		k.Path = s.RunAsUser.From
		if s.RunAsUser.Value == 0 {
			k.Verdict, k.Message = Refuses, "container's runAsUser breaks non-root policy"
		}
		return k
	}
	k.Path = imagePath
	if !user.Known() {
		k.Verdict, k.Message = Unjudged, user.Unknown
		return k
	}
	if k.Message = refusalOf(user.Value); k.Message != "" {
		k.Verdict = Refuses
	}
	return k
}

// refusalOf is what the kubelet says of an image's user under runAsNonRoot; "" where it admits.
func refusalOf(u imageUser) string {
	switch {
	case u.name != "":
		return fmt.Sprintf("container has runAsNonRoot and image has non-numeric user (%s), "+
			"cannot verify user is non-root", u.name)
	case u.uid == 0:
		return "container has runAsNonRoot and image will run as root"
	}
	if errs := validation.IsValidUserID(u.uid); len(errs) > 0 {
		return fmt.Sprintf("container has runAsNonRoot and image has an invalid user id (%d). (Must be 1-(%d)): %s",
			u.uid, math.MaxInt32, strings.Join(errs, "; "))
	}
	return ""
}
