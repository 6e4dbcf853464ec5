package kubelet

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	_ "unsafe" // linkname

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	_ "k8s.io/kubernetes/pkg/kubelet/kuberuntime" // holds the function

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

//go:linkname verifyRunAsNonRoot k8s.io/kubernetes/pkg/kubelet/kuberuntime.verifyRunAsNonRoot
func verifyRunAsNonRoot(ctx context.Context, pod *corev1.Pod, container *corev1.Container, uid *int64, username string) error

// TestVerdict goes through all combinations of runAsNonRoot and runAsUser at both levels and USER strings.
func TestVerdict(t *testing.T) {
	users := []string{
		"", "0", "00", "-0", "+0", "0:0", ":1000", "root", "app", "app:grp", "1000", "1000:1000", "+1000", "01000", " 1000", "0x3e8",
		"-1", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "1:2:3", "65534", "${UID}", "::",
	}
	compared := 0
	for _, user := range users {
		for _, podNonRoot := range bools() {
			for _, ownNonRoot := range bools() {
				for _, podUser := range ids() {
					for _, ownUser := range ids() {
						compare(t, user, &corev1.PodSecurityContext{RunAsNonRoot: podNonRoot, RunAsUser: podUser},
							&corev1.SecurityContext{RunAsNonRoot: ownNonRoot, RunAsUser: ownUser})
						compared++
					}
				}
			}
		}
	}
	t.Logf("%d verdicts compared", compared)
}

func bools() []*bool {
	yes, no := true, false
	return []*bool{nil, &yes, &no}
}

func ids() []*int64 {
	zero, some := int64(0), int64(1000)
	return []*int64{nil, &zero, &some}
}

func compare(t *testing.T, user string, podContext *corev1.PodSecurityContext, own *corev1.SecurityContext) {
	t.Helper()
	c := corev1.Container{Name: "c", SecurityContext: own}
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "p", Namespace: "n", UID: "u"},
		Spec:       corev1.PodSpec{SecurityContext: podContext, Containers: []corev1.Container{c}},
	}
	uid, name := imageUser(user)
	err := verifyRunAsNonRoot(t.Context(), pod, &c, uid, name)
	got := judge(t, pod, user)
	want := ""
	if err != nil {
		want = strings.TrimSuffix(err.Error(), ` (pod: "p_n(u)", container: c)`)
	}
	if got.Message != want || (got.Verdict == identity.Refuses) != (err != nil) {
		t.Errorf("USER %q, %s: %s %q, the kubelet says %v", user, describe(podContext, own), got.Verdict, got.Message, err)
	}
}

// imageUser is what the CRI's ImageStatus and the kubelet's getImageUser make of USER.
func imageUser(user string) (*int64, string) {
	half, _, _ := strings.Cut(user, ":")
	if half == "" {
		return new(int64), ""
	}
	uid, err := strconv.ParseInt(half, 10, 64)
	if err != nil {
		return nil, half
	}
	return &uid, ""
}

func judge(t *testing.T, pod *corev1.Pod, user string) identity.Kubelet {
	t.Helper()
	view := &manifest.Pod{SpecPath: "/spec", Spec: &pod.Spec, Containers: []manifest.Container{
		{Type: manifest.Regular, Path: "/spec/containers/0", Container: &pod.Spec.Containers[0]},
	}}
	img := &image.Image{Platform: image.Platform{OS: "linux", Architecture: "amd64"}, Config: image.Config{User: user}}
	r, err := identity.Judge(t.Context(), identity.Request{
		Pod: view, Container: &view.Containers[0], Given: identity.Given{Image: img},
	}, identity.Options{Evidence: finding.EvidenceConfig})
	if err != nil {
		t.Fatal(err)
	}
	return r.Kubelet
}

func describe(pod *corev1.PodSecurityContext, own *corev1.SecurityContext) string {
	return fmt.Sprintf("pod %s %s, container %s %s", text(pod.RunAsNonRoot), text(pod.RunAsUser),
		text(own.RunAsNonRoot), text(own.RunAsUser))
}

func text[T any](p *T) string {
	if p == nil {
		return "unset"
	}
	return fmt.Sprint(*p)
}
