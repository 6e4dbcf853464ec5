package identity

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
)

// assumptions name what lies outside of the sources and is taken to be there: without it the kubelet would not even try.
func assumptions(spec *corev1.PodSpec, c *corev1.Container) []string {
	out := []string{}
	add := func(name string) {
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, f := range c.EnvFrom {
		if name := envSource(f); name != "" {
			add(name + " (its variables are taken not to set PATH or HOME)")
		}
	}
	for _, v := range c.Env {
		if v.ValueFrom != nil && !optionalValue(v.ValueFrom) {
			add(valueObject(v.ValueFrom))
		}
	}
	for _, m := range c.VolumeMounts {
		v := volumeOf(spec, m.Name)
		if v == nil {
			v = claimTemplate(m.Name)
		}
		add(volumeObject(v))
	}
	return out
}

// valueObject is the object that must be there for a value; "" where the pod itself has it.
func valueObject(s *corev1.EnvVarSource) string {
	if s.ConfigMapKeyRef != nil || s.SecretKeyRef != nil || s.FileKeyRef != nil {
		return valueSource(s)
	}
	return ""
}

func optionalValue(s *corev1.EnvVarSource) bool {
	isTrue := func(b *bool) bool { return b != nil && *b }
	switch {
	case s.ConfigMapKeyRef != nil:
		return isTrue(s.ConfigMapKeyRef.Optional)
	case s.SecretKeyRef != nil:
		return isTrue(s.SecretKeyRef.Optional)
	case s.FileKeyRef != nil:
		return isTrue(s.FileKeyRef.Optional)
	}
	return false
}

// volumeObject is what a volume needs to exist before it can be mounted; "" where the kubelet makes it.
func volumeObject(v *corev1.Volume) string {
	switch {
	case v.ConfigMap != nil && (v.ConfigMap.Optional == nil || !*v.ConfigMap.Optional):
		return "ConfigMap " + v.ConfigMap.Name
	case v.Secret != nil && (v.Secret.Optional == nil || !*v.Secret.Optional):
		return "Secret " + v.Secret.SecretName
	case v.PersistentVolumeClaim != nil:
		return "PersistentVolumeClaim " + v.PersistentVolumeClaim.ClaimName
	case v.HostPath != nil:
		return "host path " + v.HostPath.Path
	}
	switch kind := volumeKind(v); kind {
	case "emptyDir", "configMap", "secret", "downwardAPI":
		return ""
	default:
		return kind + " volume " + v.Name
	}
}

func volumeOf(spec *corev1.PodSpec, name string) *corev1.Volume {
	for i := range spec.Volumes {
		if spec.Volumes[i].Name == name {
			return &spec.Volumes[i]
		}
	}
	return nil
}
