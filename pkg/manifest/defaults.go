package manifest

import (
	"reflect"

	corev1 "k8s.io/api/core/v1"
)

// setPodDefaults gives a pod spec the defaults of core/v1 that change how it is judged. A template is given those of the
// Pod that it makes (kubernetes, pkg/apis/core/v1/defaults.go: SetDefaults_Pod, SetDefaults_PodSpec, SetDefaults_Volume).
// Defaults that say no more than "not set", such as an empty securityContext, are left out: who judges wants to know what
// was written.
func setPodDefaults(spec *corev1.PodSpec) {
	if spec.ServiceAccountName == "" {
		spec.ServiceAccountName = spec.DeprecatedServiceAccount
	}
	if spec.RestartPolicy == "" {
		spec.RestartPolicy = corev1.RestartPolicyAlways
	}
	for i := range spec.Volumes {
		setVolumeDefaults(&spec.Volumes[i])
	}
	for i := range spec.InitContainers {
		setContainerDefaults(&spec.InitContainers[i], spec.HostNetwork)
	}
	for i := range spec.Containers {
		setContainerDefaults(&spec.Containers[i], spec.HostNetwork)
	}
	for i := range spec.EphemeralContainers {
		c := (*corev1.Container)(&spec.EphemeralContainers[i].EphemeralContainerCommon)
		setPortDefaults(c, false)
	}
}

// setVolumeDefaults: a volume without a source is an emptyDir.
func setVolumeDefaults(v *corev1.Volume) {
	if reflect.ValueOf(v.VolumeSource).IsZero() {
		v.EmptyDir = &corev1.EmptyDirVolumeSource{}
	}
}

func setContainerDefaults(c *corev1.Container, hostNetwork bool) {
	setPortDefaults(c, hostNetwork)
	for name, limit := range c.Resources.Limits {
		if _, set := c.Resources.Requests[name]; set {
			continue
		}
		if c.Resources.Requests == nil {
			c.Resources.Requests = corev1.ResourceList{}
		}
		c.Resources.Requests[name] = limit.DeepCopy()
	}
}

// setPortDefaults: in the host's network every port of a container is a port of the host.
func setPortDefaults(c *corev1.Container, hostNetwork bool) {
	for i := range c.Ports {
		p := &c.Ports[i]
		if p.Protocol == "" {
			p.Protocol = corev1.ProtocolTCP
		}
		if hostNetwork && p.HostPort == 0 {
			p.HostPort = p.ContainerPort
		}
	}
}
