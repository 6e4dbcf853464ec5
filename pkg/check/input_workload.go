package check

import (
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// envInput lists the variables whose value is written out. One with a valueFrom has no value, even an empty one.
func envInput(c *manifest.Container) []input.EnvVar {
	out := make([]input.EnvVar, 0, len(c.Env))
	for i, v := range c.Env {
		if v.ValueFrom == nil && v.Value != "" {
			out = append(out, input.EnvVar{Name: v.Name, Value: v.Value, Path: c.Path + "/env/" + itoa(i) + "/value"})
		}
	}
	return out
}

// podResources is the minor version of Kubernetes from which resources of a pod count without a feature gate being
// switched on (PodLevelResources, KEP-2837).
const podResources = 34

func resourcesInput(p *manifest.Pod, c *manifest.Container, w World) input.Resources {
	pod := p.Spec.Resources
	if pod == nil || w.KubernetesMinor < podResources {
		pod = &corev1.ResourceRequirements{}
	}
	quantity := func(part string, name corev1.ResourceName, own, shared corev1.ResourceList) input.Setting[string] {
		at := "/resources/" + part + "/" + string(name)
		q, owns := own[name]
		all, shares := shared[name]
		switch {
		case shares && (!owns || q.IsZero()): // a container's 0 is none, and leaves the pod's
			text := all.String()
			return written(&text, p.SpecPath+at, identity.PodLevel)
		case owns:
			text := q.String()
			return written(&text, c.Path+at, identity.ContainerLevel)
		}
		return written[string](nil, c.Path+at, identity.NotSet)
	}
	own := c.Resources
	// A limit of the pod is its request too, as it is with containers.
	shared := pod.Requests.DeepCopy()
	for name, limit := range pod.Limits {
		if _, set := shared[name]; !set {
			if shared == nil {
				shared = corev1.ResourceList{}
			}
			shared[name] = limit
		}
	}
	return input.Resources{
		CPURequest:    quantity("requests", corev1.ResourceCPU, own.Requests, shared),
		MemoryRequest: quantity("requests", corev1.ResourceMemory, own.Requests, shared),
		CPULimit:      quantity("limits", corev1.ResourceCPU, own.Limits, pod.Limits),
		MemoryLimit:   quantity("limits", corev1.ResourceMemory, own.Limits, pod.Limits),
	}
}

// refOf is what an image reference says: the repository in full, and the tag and the digest as written.
func refOf(ref string) (repository, tag, digest input.Fact[string]) {
	r, err := image.ParseRef(ref)
	if err != nil {
		unknown := input.Fact[string]{Unknown: err.Error()}
		return unknown, unknown, unknown
	}
	return input.Fact[string]{Value: &r.Repository}, input.Fact[string]{Value: &r.Tag}, input.Fact[string]{Value: &r.Digest}
}

// preparedVolumes are those that an init container, a sidecar among them, may give to another user before c starts.
func preparedVolumes(p *manifest.Pod, c *manifest.Container) []string {
	out := []string{}
	for i := range p.Containers {
		other := &p.Containers[i]
		if other.Path == c.Path {
			break
		}
		if other.Type != manifest.Init && other.Type != manifest.Sidecar || nonRoot(p, other) {
			continue
		}
		for _, m := range other.VolumeMounts {
			if !m.ReadOnly && !slices.Contains(out, m.Name) {
				out = append(out, m.Name)
			}
		}
	}
	return out
}

// nonRoot tells whether the manifest alone makes a container run as another user than root: by a number, or because the
// kubelet would refuse root.
func nonRoot(p *manifest.Pod, c *manifest.Container) bool {
	user, demanded := podUser(p)
	if sc := c.SecurityContext; sc != nil {
		if sc.RunAsUser != nil {
			user = sc.RunAsUser
		}
		if sc.RunAsNonRoot != nil {
			demanded = sc.RunAsNonRoot
		}
	}
	return user != nil && *user != 0 || demanded != nil && *demanded
}

func podUser(p *manifest.Pod) (user *int64, nonRoot *bool) {
	if sc := p.Spec.SecurityContext; sc != nil {
		return sc.RunAsUser, sc.RunAsNonRoot
	}
	return nil, nil
}
