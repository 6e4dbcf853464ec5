package check

import (
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// probeHosts lists the hosts that the probes and lifecycle hooks of a container name.
func probeHosts(c *manifest.Container) []input.ProbeHost {
	out := []input.ProbeHost{}
	for _, h := range handlers(c) {
		at := c.Path + "/" + h.path
		words := strings.ReplaceAll(h.path, "/", ".")
		if h.get != nil && h.get.Host != "" {
			out = append(out, input.ProbeHost{Field: words + ".httpGet.host", Host: h.get.Host, Path: at + "/httpGet/host"})
		}
		if h.tcp != nil && h.tcp.Host != "" {
			out = append(out, input.ProbeHost{Field: words + ".tcpSocket.host", Host: h.tcp.Host, Path: at + "/tcpSocket/host"})
		}
	}
	return out
}

// handler is what probes and lifecycle hooks have in common, with its path in the container.
type handler struct {
	path string
	get  *corev1.HTTPGetAction
	tcp  *corev1.TCPSocketAction
}

func handlers(c *manifest.Container) []handler {
	var out []handler
	probe := func(path string, p *corev1.Probe) {
		if p != nil {
			out = append(out, handler{path, p.HTTPGet, p.TCPSocket})
		}
	}
	hook := func(path string, h *corev1.LifecycleHandler) {
		if h != nil {
			out = append(out, handler{path, h.HTTPGet, h.TCPSocket})
		}
	}
	probe("livenessProbe", c.LivenessProbe)
	probe("readinessProbe", c.ReadinessProbe)
	probe("startupProbe", c.StartupProbe)
	if c.Lifecycle != nil {
		hook("lifecycle/postStart", c.Lifecycle.PostStart)
		hook("lifecycle/preStop", c.Lifecycle.PreStop)
	}
	return out
}
