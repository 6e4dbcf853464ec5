package check

import (
	"strconv"

	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

func itoa(i int) string { return strconv.Itoa(i) }

// objectInput is a Kubernetes object as the rules of kind object see it.
func objectInput(o *manifest.Object, w World) input.Object {
	labels := o.Labels
	if labels == nil {
		labels = map[string]string{}
	}
	out := input.Object{
		Kind: input.KindObject, APIVersion: o.APIVersion, ObjectKind: o.Kind, Namespace: o.Namespace, Name: o.Name,
		Labels: labels, KubernetesMinor: w.KubernetesMinor, KubernetesNewerThanKnown: w.KubernetesMinor > NewestKnown,
		PodSecurityLevel: w.PodSecurityLevel, Parameters: w.Parameters,
		UnknownFields: make([]input.UnknownField, 0, len(o.Unknown)),
		Pods:          make([]input.Pod, 0, len(o.Pods)),
	}
	for _, u := range o.Unknown {
		out.UnknownFields = append(out.UnknownFields, input.UnknownField{
			Path: u.Path, Name: jsonpointer.Last(u.Path), Nearest: u.Nearest, Security: u.Security,
		})
	}
	for i := range o.Pods {
		out.Pods = append(out.Pods, podInput(&o.Pods[i]))
	}
	return out
}

func podInput(p *manifest.Pod) input.Pod {
	at := p.SpecPath + "/securityContext/"
	out := input.Pod{
		Path: p.SpecPath, SettingsElsewhere: p.SettingsPath == "", OS: podOS(p), DeclaredOS: declaredOS(p), Annotations: annotationsInput(p),
		UserNamespace: p.Spec.HostUsers != nil && !*p.Spec.HostUsers,
		HostNetwork:   flag(p.Spec.HostNetwork, p.SpecPath+"/hostNetwork"),
		HostPID:       flag(p.Spec.HostPID, p.SpecPath+"/hostPID"),
		HostIPC:       flag(p.Spec.HostIPC, p.SpecPath+"/hostIPC"),
		Sysctls:       sysctlsInput(p), Volumes: volumesInput(p),
		Security: input.PodSecurity{
			RunAsUser:                written[int64](nil, at+"runAsUser", identity.NotSet),
			RunAsNonRoot:             written[bool](nil, at+"runAsNonRoot", identity.NotSet),
			SupplementalGroupsPolicy: written[string](nil, at+"supplementalGroupsPolicy", identity.NotSet),
		},
		HostMounts: hostMounts(p),
		Containers: make([]input.PodContainer, 0, len(p.Containers)),
		Contexts:   contextsInput(p),
	}
	if sc := p.Spec.SecurityContext; sc != nil {
		out.Security.RunAsUser = written(sc.RunAsUser, at+"runAsUser", identity.PodLevel)
		out.Security.RunAsNonRoot = written(sc.RunAsNonRoot, at+"runAsNonRoot", identity.PodLevel)
		out.Security.SupplementalGroupsPolicy = written((*string)(sc.SupplementalGroupsPolicy),
			at+"supplementalGroupsPolicy", identity.PodLevel)
	}
	for i := range p.Containers {
		out.Containers = append(out.Containers, podContainer(&p.Containers[i]))
	}
	return out
}

func podContainer(c *manifest.Container) input.PodContainer {
	at := c.Path + "/securityContext/"
	out := input.PodContainer{
		Name: c.Name, Type: string(c.Type), Path: c.Path,
		RunAsUser:    written[int64](nil, at+"runAsUser", identity.NotSet),
		RunAsNonRoot: written[bool](nil, at+"runAsNonRoot", identity.NotSet),
	}
	if sc := c.SecurityContext; sc != nil {
		out.RunAsUser = written(sc.RunAsUser, at+"runAsUser", identity.ContainerLevel)
		out.RunAsNonRoot = written(sc.RunAsNonRoot, at+"runAsNonRoot", identity.ContainerLevel)
	}
	return out
}
