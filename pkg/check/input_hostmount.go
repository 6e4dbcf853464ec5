package check

import (
	"path"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// hostMounts joins the hostPath volumes of a pod with the mounts of its containers.
func hostMounts(p *manifest.Pod) []input.HostMount {
	out := []input.HostMount{}
	for i := range p.Spec.Volumes {
		v := &p.Spec.Volumes[i]
		if v.HostPath == nil {
			continue
		}
		for j := range p.Containers {
			c := &p.Containers[j]
			for _, m := range c.VolumeMounts {
				if m.Name != v.Name {
					continue
				}
				out = append(out, input.HostMount{
					Volume: v.Name, Path: p.SpecPath + "/volumes/" + itoa(i) + "/hostPath",
					Written: v.HostPath.Path, HostPath: hostPath(v.HostPath.Path, m.SubPath, podOS(p)),
					Container: c.Name, ReadOnly: m.ReadOnly, NonRoot: nonRoot(p, c),
				})
			}
		}
	}
	return out
}

// hostPath is the path on the node that a mount leads to, in one spelling. A subPath cannot lead out of the volume: the
// kubelet refuses one with "..". What subPathExpr adds is not known, so the whole volume is taken.
func hostPath(volume, subPath, os string) string {
	if os == windows {
		volume, subPath = windowsPath(volume), windowsPath(subPath)
	}
	p := path.Join(volume, subPath)
	// /var/run has been a link to /run on every distribution for a decade.
	if jsonpointer.Within(p, "/var/run") {
		p = strings.TrimPrefix(p, "/var")
	}
	return p
}

// windowsPath writes C:\Var\lib as /var/lib, and the pipe \\.\pipe\x as /pipe/x.
func windowsPath(p string) string {
	p = strings.ToLower(strings.ReplaceAll(p, `\`, "/"))
	if len(p) >= 2 && p[1] == ':' {
		p = "/" + p[2:]
	}
	return p
}
