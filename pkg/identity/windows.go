package identity

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// windowsRoot is the account that the kubelet regards as root; names on Windows are not case sensitive.
const windowsRoot = "ContainerAdministrator"

// onWindows tells whether the container lands on a Windows node: as the pod says, else as the image is.
func onWindows(pod *manifest.Pod, g Given) bool {
	switch {
	case pod.Spec.OS != nil && pod.Spec.OS.Name != "":
		return pod.Spec.OS.Name == corev1.Windows
	case pod.Spec.NodeSelector[corev1.LabelOSStable] != "":
		return pod.Spec.NodeSelector[corev1.LabelOSStable] == string(corev1.Windows)
	case g.Image != nil:
		return g.Image.Platform.OS == string(corev1.Windows)
	}
	return g.Platform.OS == string(corev1.Windows)
}

// windowsVerdict is verifyRunAsNonRoot of a Windows kubelet (security_context_windows.go), word for word but for the tail
// in brackets. runAsUser is not looked at there.
func windowsVerdict(s *Security, user Fact[imageUser], imagePath string) Kubelet {
	if !s.RunAsNonRoot.Set || !s.RunAsNonRoot.Value {
		return Kubelet{Verdict: Admits}
	}
	k := Kubelet{Verdict: Admits, Demand: s.RunAsNonRoot.From}
	if s.WindowsUser.Set {
		k.Path = s.WindowsUser.From
		if strings.EqualFold(s.WindowsUser.Value, windowsRoot) {
			k.Verdict, k.Message = Refuses, windowsRefusal("runAsUserName", s.WindowsUser.Value)
		}
		return k
	}
	k.Path = imagePath
	switch {
	case !user.Known():
		k.Verdict, k.Message = Unjudged, user.Unknown
	case strings.EqualFold(user.Value.name, windowsRoot):
		k.Verdict, k.Message = Refuses, windowsRefusal("runAsUser", user.Value.name)
	}
	return k
}

func windowsRefusal(field, name string) string {
	return fmt.Sprintf("container's %s (%s) which will be regarded as root identity and will break non-root policy",
		field, name)
}

// noWindows is why answers about the start are not given for Windows.
const noWindows = "whether a Windows container starts is not judged"

// judgeWindows answers what a kubelet on Windows decides; accounts and files of Windows images are not modelled.
func (j *judgement) judgeWindows() Result {
	r := Result{Windows: true, Security: j.security, Image: ImageFacts{
		User: j.writtenUser(), UID: unknown[int64]("Windows has no uid"),
		NumericNonRoot: unknown[bool]("Windows has no uid"),
	}}
	r.Kubelet = windowsVerdict(&j.security, j.user, j.imagePath)
	r.Identity = Identity{
		UID: unknown[int64]("Windows has no uid"), GID: unknown[int64]("Windows has no gid"),
		Username: unknown[string]("Windows accounts are not read"), Home: unknown[string]("Windows has no HOME"),
		InPasswd: unknown[bool]("Windows has no passwd"), HostUsers: true,
	}
	r.Identity.UID.From, r.Identity.GID.From, r.Identity.Home.From = FromDefault, FromDefault, FromDefault
	switch {
	case j.security.WindowsUser.Set:
		r.Identity.WindowsUser, r.Identity.Path = j.security.WindowsUser.Value, j.security.WindowsUser.From
		r.Identity.Origin = fmt.Sprintf("runAsUserName: %s (%s)", j.security.WindowsUser.Value, j.security.WindowsUser.Level)
	case j.ev.missing(fieldUser) == "":
		r.Identity.WindowsUser, r.Identity.Path = j.ev.img.Config.User, j.imagePath
		r.Identity.Origin = originOfImage(j.ev.img.Config.User)
	}
	r.Power = Power{Capabilities: unknownCapabilities("Windows has no capabilities")}
	r.Start = unsure(noWindows).start()
	if h := j.refusal(r.Kubelet); h != nil {
		r.Start = h.start()
	}
	r.Start.Argv, r.Start.Assumes = []string{}, assumptions(j.pod.Spec, j.container.Container)
	r.Start.ProgramWritable = unknown[bool](noWindows)
	return r
}
