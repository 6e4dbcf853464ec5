package check

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// declaredOS is spec.os.name alone: the Pod Security Standards do not look at node selectors, as podOS does.
func declaredOS(p *manifest.Pod) string {
	if p.Spec.OS == nil {
		return ""
	}
	return string(p.Spec.OS.Name)
}

func annotationsInput(p *manifest.Pod) []input.Annotation {
	out := make([]input.Annotation, 0, len(p.Annotations))
	for _, key := range slices.Sorted(maps.Keys(p.Annotations)) {
		out = append(out, input.Annotation{
			Key: key, Value: p.Annotations[key], Path: jsonpointer.Child(p.MetaPath+"/annotations", key),
		})
	}
	return out
}

// flag is a field of the pod that cannot tell false from absent.
func flag(on bool, path string) input.Setting[bool] {
	if !on {
		return written[bool](nil, path, identity.NotSet)
	}
	return written(&on, path, identity.PodLevel)
}

func sysctlsInput(p *manifest.Pod) []input.Sysctl {
	out := []input.Sysctl{}
	if p.Spec.SecurityContext == nil {
		return out
	}
	for i, s := range p.Spec.SecurityContext.Sysctls {
		at := p.SpecPath + "/securityContext/sysctls/" + itoa(i) + "/name"
		out = append(out, input.Sysctl{Name: s.Name, Value: s.Value, Path: at})
	}
	return out
}

func volumesInput(p *manifest.Pod) []input.Volume {
	out := make([]input.Volume, 0, len(p.Spec.Volumes))
	for i := range p.Spec.Volumes {
		v := &p.Spec.Volumes[i]
		in := input.Volume{Name: v.Name, Path: p.SpecPath + "/volumes/" + itoa(i), Sources: sourcesOf(&v.VolumeSource)}
		if v.HostPath != nil {
			in.HostPath = v.HostPath.Path
		}
		out = append(out, in)
	}
	return out
}

// sourcesOf names the fields of a volume that are written. It reads the struct itself, so that a kind of volume that a
// later Kubernetes adds is not taken for none.
func sourcesOf(s *corev1.VolumeSource) []string {
	v := reflect.ValueOf(s).Elem()
	var names []string
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			names = append(names, name)
		}
	}
	return list(names)
}
