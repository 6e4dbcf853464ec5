package identity

import (
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// Runtime is the container runtime behind the kubelet.
type Runtime string

// The runtimes whose behaviour is known. What was recorded from a real one and what is read from sources only is told in
// docs/identity.md: containerd was, CRI-O was not.
const (
	Containerd Runtime = "containerd"
	CRIO       Runtime = "cri-o"
)

// Options are the assumptions of a judgement.
type Options struct {
	// Runtime: "" is containerd.
	Runtime Runtime
	// KubernetesMinor is the N of Kubernetes 1.N; 0 is the newest known.
	KubernetesMinor int
	// Evidence is how much of the image may be read. Below EvidenceUsers nothing is, and what rests on files is unknown.
	Evidence finding.Evidence
}

// Request is one container on one platform of its image.
type Request struct {
	Pod       *manifest.Pod
	Container *manifest.Container
	Given
}

// Given is what there is of the image that a container names.
type Given struct {
	// Image is nil where it was not read.
	Image *image.Image
	// Unread is why Image is nil: it becomes the reason of every answer that rests on the image.
	Unread string
	// Platform is assumed where Image is nil; its OS decides between Linux and Windows where the pod leaves it open.
	Platform image.Platform
}
