package manifest

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

func newPod(metaPath, specPath string, meta *metav1.ObjectMeta, spec *corev1.PodSpec) Pod {
	setPodDefaults(spec)
	return Pod{
		MetaPath: metaPath, SpecPath: specPath, SettingsPath: specPath,
		Labels: meta.Labels, Annotations: meta.Annotations,
		Spec: spec, Containers: containers(specPath, spec),
	}
}

func containers(specPath string, spec *corev1.PodSpec) []Container {
	all := make([]Container, 0,
		len(spec.InitContainers)+len(spec.Containers)+len(spec.EphemeralContainers))
	for i := range spec.InitContainers {
		c := &spec.InitContainers[i]
		t := Init
		if c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways {
			t = Sidecar
		}
		all = append(all, Container{t, jsonpointer.Element(specPath+"/initContainers", i), c})
	}
	for i := range spec.Containers {
		all = append(all, Container{Regular, jsonpointer.Element(specPath+"/containers", i), &spec.Containers[i]})
	}
	for i := range spec.EphemeralContainers {
		c := (*corev1.Container)(&spec.EphemeralContainers[i].EphemeralContainerCommon)
		all = append(all, Container{Ephemeral, jsonpointer.Element(specPath+"/ephemeralContainers", i), c})
	}
	return all
}
