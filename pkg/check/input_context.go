package check

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// securityContext is what the security contexts of pods and of containers have in common; nil where it is not written.
type securityContext struct {
	seccomp  *corev1.SeccompProfile
	appArmor *corev1.AppArmorProfile
	seLinux  *corev1.SELinuxOptions
	windows  *corev1.WindowsSecurityContextOptions
}

// contextsInput lists the pod's security context and those of its containers, whether they are written or not.
func contextsInput(p *manifest.Pod) []input.SecurityContext {
	var own securityContext
	if sc := p.Spec.SecurityContext; sc != nil {
		own = securityContext{sc.SeccompProfile, sc.AppArmorProfile, sc.SELinuxOptions, sc.WindowsOptions}
	}
	out := make([]input.SecurityContext, 0, len(p.Containers)+1)
	out = append(out, own.input("the pod", p.SpecPath, identity.PodLevel))
	for i := range p.Containers {
		c := &p.Containers[i]
		own = securityContext{}
		if sc := c.SecurityContext; sc != nil {
			own = securityContext{sc.SeccompProfile, sc.AppArmorProfile, sc.SELinuxOptions, sc.WindowsOptions}
		}
		out = append(out, own.input("container "+c.Name, c.Path, identity.ContainerLevel))
	}
	return out
}

func (x securityContext) input(owner, path string, level identity.Level) input.SecurityContext {
	at := path + "/securityContext"
	return input.SecurityContext{
		Owner: owner,
		SeccompProfile: field(x.seccomp, at+"/seccompProfile/type", level,
			func(p *corev1.SeccompProfile) *string { return (*string)(&p.Type) }),
		AppArmorProfile: field(x.appArmor, at+"/appArmorProfile/type", level,
			func(p *corev1.AppArmorProfile) *string { return (*string)(&p.Type) }),
		SELinuxType: field(x.seLinux, at+"/seLinuxOptions/type", level,
			func(o *corev1.SELinuxOptions) *string { return orNil(o.Type) }),
		SELinuxUser: field(x.seLinux, at+"/seLinuxOptions/user", level,
			func(o *corev1.SELinuxOptions) *string { return orNil(o.User) }),
		SELinuxRole: field(x.seLinux, at+"/seLinuxOptions/role", level,
			func(o *corev1.SELinuxOptions) *string { return orNil(o.Role) }),
		WindowsHostProcess: field(x.windows, at+"/windowsOptions/hostProcess", level,
			func(o *corev1.WindowsSecurityContextOptions) *bool { return o.HostProcess }),
	}
}

// field is one field of a part of a security context, which may be missing as a whole.
func field[P, T any](part *P, path string, level identity.Level, get func(*P) *T) input.Setting[T] {
	if part == nil {
		return written[T](nil, path, identity.NotSet)
	}
	value := get(part)
	if value == nil {
		return written[T](nil, path, identity.NotSet)
	}
	return written(value, path, level)
}

// orNil is for fields whose zero value says no more than that they are absent.
func orNil[T comparable](value T) *T {
	var zero T
	if value == zero {
		return nil
	}
	return &value
}
