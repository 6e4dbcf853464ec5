package identity

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// invalid is one reason for which the API server refuses the object.
type invalid struct {
	field   string // JSON pointer; the words of the message are made of it
	message string // the API server's words behind the field
	// bare: between the two the API server prints the whole security context, so that only the end is given here.
	bare bool
}

// words puts the field before the message as field.Error does: spec.securityContext.runAsUser.
func (i invalid) words() string {
	if i.bare {
		return i.message
	}
	var out strings.Builder
	for part := range strings.SplitSeq(strings.TrimPrefix(i.field, "/"), "/") {
		switch {
		case part != "" && strings.Trim(part, "0123456789") == "":
			out.WriteString("[" + part + "]")
		case out.Len() > 0:
			out.WriteString("." + part)
		default:
			out.WriteString(part)
		}
	}
	return out.String() + ": " + i.message
}

// rejected is the validation of what identity rests on (pkg/apis/core/validation/validation.go): nil where the API server
// takes the pod.
func rejected(pod *manifest.Pod) *halt {
	all := invalidPod(pod)
	for i := range pod.Containers {
		c := &pod.Containers[i]
		x := contextsOf(pod, c)
		all = append(all, invalidContext(x)...)
		all = append(all, invalidEnv(c)...)
		all = append(all, invalidMounts(c)...)
	}
	if len(all) == 0 {
		return nil
	}
	words := make([]string, len(all))
	for i, e := range all {
		words[i] = e.words()
	}
	message := words[0]
	if len(words) > 1 {
		message = "[" + strings.Join(words, ", ") + "]"
	}
	return fail(StageAPI, APIRejected, message).at(all[0].field)
}

func invalidPod(pod *manifest.Pod) []invalid {
	var out []invalid
	at := pod.SpecPath + "/securityContext"
	if sc := pod.Spec.SecurityContext; sc != nil {
		out = append(out, invalidID(at+"/fsGroup", sc.FSGroup)...)
		out = append(out, invalidID(at+"/runAsUser", sc.RunAsUser)...)
		out = append(out, invalidID(at+"/runAsGroup", sc.RunAsGroup)...)
		for i, gid := range sc.SupplementalGroups {
			out = append(out, invalidID(index(at+"/supplementalGroups", i), &gid)...)
		}
	}
	if hostUsers := pod.Spec.HostUsers; hostUsers == nil || *hostUsers {
		return out
	}
	// The API server spells the last two with a capital.
	for _, f := range []struct {
		field string
		set   bool
	}{{"/hostNetwork", pod.Spec.HostNetwork}, {"/HostPID", pod.Spec.HostPID}, {"/HostIPC", pod.Spec.HostIPC}} {
		if f.set {
			out = append(out, invalid{field: pod.SpecPath + f.field, message: "Forbidden: when `hostUsers` is false"})
		}
	}
	return out
}

func invalidID(at string, id *int64) []invalid {
	if id == nil {
		return nil
	}
	var out []invalid
	for _, msg := range validation.IsValidUserID(*id) {
		out = append(out, invalid{field: at, message: fmt.Sprintf("Invalid value: %d: %s", *id, msg)})
	}
	return out
}

// invalidContext is ValidateSecurityContext of one container.
func invalidContext(x contexts) []invalid {
	out := invalidID(x.ownAt+"/runAsUser", x.own.RunAsUser)
	out = append(out, invalidID(x.ownAt+"/runAsGroup", x.own.RunAsGroup)...)
	hostUsers := x.spec.HostUsers == nil || *x.spec.HostUsers
	if m := x.own.ProcMount; m != nil && *m == corev1.UnmaskedProcMount && hostUsers {
		out = append(out, invalid{
			field:   x.ownAt + "/procMount",
			message: "Invalid value: \"Unmasked\": `hostUsers` must be false to use `Unmasked`",
		})
	}
	if e := x.own.AllowPrivilegeEscalation; e == nil || *e {
		return out
	}
	if p := x.own.Privileged; p != nil && *p {
		out = append(out, invalid{
			field: x.ownAt, bare: true,
			message: "cannot set `allowPrivilegeEscalation` to false and `privileged` to true",
		})
	}
	if x.own.Capabilities == nil {
		return out
	}
	for _, c := range x.own.Capabilities.Add {
		if c == "CAP_SYS_ADMIN" {
			out = append(out, invalid{
				field: x.ownAt, bare: true,
				message: "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN",
			})
		}
	}
	return out
}

func invalidEnv(c *manifest.Container) []invalid {
	var out []invalid
	for i, v := range c.Env {
		at := index(c.Path+"/env", i)
		if v.Name == "" {
			out = append(out, invalid{field: at + "/name", message: "Required value"})
			continue
		}
		for _, msg := range validation.IsRelaxedEnvVarName(v.Name) {
			out = append(out, invalid{field: at + "/name", message: fmt.Sprintf("Invalid value: %q: %s", v.Name, msg)})
		}
		if v.Value != "" && v.ValueFrom != nil {
			out = append(out, invalid{field: at + "/valueFrom", message: "Invalid value: \"\": may not be specified when `value` is not empty"})
		}
	}
	return out
}

// invalidMounts does not ask whether the volume is declared: a StatefulSet declares some outside of the pod.
func invalidMounts(c *manifest.Container) []invalid {
	var out []invalid
	seen := map[string]bool{}
	for i, m := range c.VolumeMounts {
		at := index(c.Path+"/volumeMounts", i)
		if m.MountPath == "" {
			out = append(out, invalid{field: at + "/mountPath", message: "Required value"})
		}
		if seen[m.MountPath] {
			out = append(out, invalid{field: at + "/mountPath", message: fmt.Sprintf("Invalid value: %q: must be unique", m.MountPath)})
		}
		seen[m.MountPath] = true
		out = append(out, invalidSubPath(c.Path+"/volumeMounts/subPath", m.SubPath)...)
		out = append(out, invalidSubPath(c.Path+"/volumeMounts/subPathExpr", m.SubPathExpr)...)
	}
	return out
}

func invalidSubPath(at, p string) []invalid {
	var out []invalid
	if strings.HasPrefix(p, "/") {
		out = append(out, invalid{field: at, message: fmt.Sprintf("Invalid value: %q: must be a relative path", p)})
	}
	for part := range strings.SplitSeq(p, "/") {
		if part == ".." {
			out = append(out, invalid{field: at, message: fmt.Sprintf("Invalid value: %q: must not contain '..'", p)})
			break
		}
	}
	return out
}
