package check

import (
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// The well-known labels of nodes, by which pods choose a platform.
const (
	osLabel   = "kubernetes.io/os"
	archLabel = "kubernetes.io/arch"
)

// podOS is the operating system that a pod is meant for: what os.name says, else the node selector, else linux.
func podOS(p *manifest.Pod) string {
	if p.Spec.OS != nil && p.Spec.OS.Name != "" {
		return string(p.Spec.OS.Name)
	}
	if os := p.Spec.NodeSelector[osLabel]; os != "" {
		return os
	}
	return linux
}

// podPlatforms are the platforms of an image that a pod may run: both common Linux ones, narrowed by the node selector.
func podPlatforms(p *manifest.Pod) []image.Platform {
	os, arch := podOS(p), p.Spec.NodeSelector[archLabel]
	switch {
	case arch != "":
		return []image.Platform{{OS: os, Architecture: arch}}
	case os == linux:
		return []image.Platform{{OS: linux, Architecture: "amd64"}, {OS: linux, Architecture: "arm64"}}
	default:
		return []image.Platform{{OS: os, Architecture: "amd64"}}
	}
}
