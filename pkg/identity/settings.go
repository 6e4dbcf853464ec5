package identity

import (
	"strconv"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// contexts are the two security contexts of a container, never nil, and the JSON pointers at which they stand.
type contexts struct {
	spec          *corev1.PodSpec
	pod           *corev1.PodSecurityContext
	own           *corev1.SecurityContext
	podAt, specAt string
	ownAt         string
}

func contextsOf(pod *manifest.Pod, c *manifest.Container) contexts {
	x := contexts{
		spec: pod.Spec, pod: pod.Spec.SecurityContext, own: c.SecurityContext,
		specAt: pod.SpecPath, podAt: pod.SpecPath + "/securityContext", ownAt: c.Path + "/securityContext",
	}
	if x.pod == nil {
		x.pod = &corev1.PodSecurityContext{}
	}
	if x.own == nil {
		x.own = &corev1.SecurityContext{}
	}
	return x
}

// securityOf is what DetermineEffectiveSecurityContext (k8s.io/kubernetes pkg/securitycontext/util.go) makes of the two:
// the container's field wins, field by field; some fields exist at one level only.
func securityOf(x contexts) Security {
	return Security{
		RunAsUser:                inherit(x, "/runAsUser", x.own.RunAsUser, x.pod.RunAsUser),
		RunAsGroup:               inherit(x, "/runAsGroup", x.own.RunAsGroup, x.pod.RunAsGroup),
		RunAsNonRoot:             inherit(x, "/runAsNonRoot", x.own.RunAsNonRoot, x.pod.RunAsNonRoot),
		Privileged:               own(x, "/privileged", x.own.Privileged),
		AllowPrivilegeEscalation: own(x, "/allowPrivilegeEscalation", x.own.AllowPrivilegeEscalation),
		ReadOnlyRootFilesystem:   own(x, "/readOnlyRootFilesystem", x.own.ReadOnlyRootFilesystem),
		AddCapabilities:          own(x, "/capabilities/add", addedNames(x.own)),
		DropCapabilities:         own(x, "/capabilities/drop", droppedNames(x.own)),
		SeccompProfile:           inherit(x, "/seccompProfile/type", seccompOf(x.own.SeccompProfile), seccompOf(x.pod.SeccompProfile)),
		WindowsUser: inherit(x, "/windowsOptions/runAsUserName",
			windowsUserOf(x.own.WindowsOptions), windowsUserOf(x.pod.WindowsOptions)),
		ProcMount:                own(x, "/procMount", (*string)(x.own.ProcMount)),
		HostUsers:                atPod(x.specAt+"/hostUsers", x.spec.HostUsers),
		HostNetwork:              atPod(x.specAt+"/hostNetwork", orNil(x.spec.HostNetwork)),
		FSGroup:                  atPod(x.podAt+"/fsGroup", x.pod.FSGroup),
		SupplementalGroups:       atPod(x.podAt+"/supplementalGroups", listOrNil(x.pod.SupplementalGroups)),
		SupplementalGroupsPolicy: atPod(x.podAt+"/supplementalGroupsPolicy", (*string)(x.pod.SupplementalGroupsPolicy)),
	}
}

func inherit[T any](x contexts, field string, own, pod *T) Setting[T] {
	switch {
	case own != nil && pod != nil:
		return Setting[T]{
			Set: true, Value: *own, From: x.ownAt + field, Level: ContainerLevel,
			Overridden: &Written[T]{Value: *pod, From: x.podAt + field},
		}
	case own != nil:
		return Setting[T]{Set: true, Value: *own, From: x.ownAt + field, Level: ContainerLevel}
	case pod != nil:
		return Setting[T]{Set: true, Value: *pod, From: x.podAt + field, Level: PodLevel}
	}
	return Setting[T]{From: x.ownAt + field}
}

func own[T any](x contexts, field string, value *T) Setting[T] { return inherit(x, field, value, nil) }

func atPod[T any](at string, value *T) Setting[T] {
	if value == nil {
		return Setting[T]{From: at}
	}
	return Setting[T]{Set: true, Value: *value, From: at, Level: PodLevel}
}

func orNil(b bool) *bool {
	if !b {
		return nil
	}
	return &b
}

func listOrNil[T any](l []T) *[]T {
	if l == nil {
		return nil
	}
	return &l
}

func addedNames(sc *corev1.SecurityContext) *[]string {
	if sc.Capabilities == nil {
		return nil
	}
	return capabilityNames(sc.Capabilities.Add)
}

func droppedNames(sc *corev1.SecurityContext) *[]string {
	if sc.Capabilities == nil {
		return nil
	}
	return capabilityNames(sc.Capabilities.Drop)
}

func capabilityNames(in []corev1.Capability) *[]string {
	if in == nil {
		return nil
	}
	out := make([]string, len(in))
	for i, c := range in {
		out[i] = string(c)
	}
	return &out
}

func seccompOf(p *corev1.SeccompProfile) *string {
	if p == nil {
		return nil
	}
	return (*string)(&p.Type)
}

// windowsUserOf: windowsOptions are inherited per sub-field.
func windowsUserOf(o *corev1.WindowsSecurityContextOptions) *string {
	if o == nil {
		return nil
	}
	return o.RunAsUserName
}

// index is the JSON pointer of a list element.
func index(list string, i int) string { return list + "/" + strconv.Itoa(i) }
