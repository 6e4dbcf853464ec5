package identity

import (
	"encoding/json"
	"fmt"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// podOf is the pod view of a spec, as package manifest gives it.
func podOf(spec *corev1.PodSpec) *manifest.Pod {
	p := &manifest.Pod{MetaPath: "/metadata", SpecPath: "/spec", Spec: spec}
	add := func(t manifest.ContainerType, list string, i int, c *corev1.Container) {
		p.Containers = append(p.Containers, manifest.Container{
			Type: t, Path: fmt.Sprintf("/spec/%s/%d", list, i), Container: c,
		})
	}
	for i := range spec.InitContainers {
		c := &spec.InitContainers[i]
		kind := manifest.Init
		if c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways {
			kind = manifest.Sidecar
		}
		add(kind, "initContainers", i, c)
	}
	for i := range spec.Containers {
		add(manifest.Regular, "containers", i, &spec.Containers[i])
	}
	for i := range spec.EphemeralContainers {
		c := corev1.Container(spec.EphemeralContainers[i].EphemeralContainerCommon)
		add(manifest.Ephemeral, "ephemeralContainers", i, &c)
	}
	return p
}

// parsePod is podOf of a spec in JSON.
func parsePod(t *testing.T, spec string) *manifest.Pod {
	t.Helper()
	var s corev1.PodSpec
	if err := json.Unmarshal([]byte(spec), &s); err != nil {
		t.Fatalf("pod spec: %v", err)
	}
	return podOf(&s)
}
