package identity

import (
	"context"
	"path"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// mountList is what the runtime mounts, in its order: its own file systems, then the pod's volumes, the files that
// kubelet and runtime provide and the image's VOLUMEs, by the depth of their paths (withMounts of containerd's
// internal/cri/opts). A volume at the path of one of the runtime's own replaces it.
func (j *judgement) mountList() []mount {
	asked := j.volumeMounts()
	asked = append(asked, j.providedFiles(asked)...)
	asked = append(asked, j.imageVolumes(asked)...)
	slices.SortStableFunc(asked, func(a, b mount) int { return depth(a.dest) - depth(b.dest) })
	var list []mount
	for _, m := range j.systemMounts() {
		if !mountsAt(asked, m.dest) && !(mountsAt(asked, "/dev") && strings.HasPrefix(m.dest, "/dev/")) {
			list = append(list, m)
		}
	}
	return append(list, asked...)
}

func depth(p string) int { return strings.Count(path.Clean(p), "/") }

func mountsAt(list []mount, p string) bool {
	return slices.ContainsFunc(list, func(m mount) bool { return path.Clean(m.dest) == path.Clean(p) })
}

// systemMounts are those of every container (defaultMounts of containerd's pkg/oci/mounts.go, less /run).
func (j *judgement) systemMounts() []mount {
	dir := func(mode uint32) *rootfs.Entry { return &rootfs.Entry{Type: rootfs.Directory, Mode: mode} }
	kernel := func(p string, readOnly bool) mount {
		return mount{
			dest: p, Mount: Mount{Path: p}, root: dir(0o555), content: opaque, unknown: p + " is the kernel's",
			noExec: true, noSetuid: true, magic: true, readOnly: readOnly,
		}
	}
	memory := func(p string, mode uint32, noExec bool) mount {
		return mount{
			dest: p, Mount: Mount{Path: p, Volume: "tmpfs"}, root: dir(mode), content: empty, noSetuid: true, noExec: noExec,
		}
	}
	locked := !j.security.Privileged.Value
	return []mount{
		kernel("/proc", false), memory("/dev", 0o755, false), kernel("/dev/pts", false), memory("/dev/shm", 0o1777, true),
		memory("/dev/mqueue", 0o1777, true), kernel("/sys", locked), kernel("/sys/fs/cgroup", locked),
	}
}

// providedFiles are single files that the kubelet and the runtime mount (makeMounts of the kubelet, linuxContainerMounts
// of containerd).
func (j *judgement) providedFiles(asked []mount) []mount {
	file := func(p string, mode uint32, readOnly bool) mount {
		return mount{
			dest: p, Mount: Mount{Path: p, Volume: "file of the node"}, isFile: true, readOnly: readOnly, content: opaque,
			root: &rootfs.Entry{Type: rootfs.Regular, Mode: mode}, unknown: p + " is provided by the node", magic: true,
		}
	}
	readOnly := j.security.ReadOnlyRootFilesystem.Value
	var out []mount
	for _, p := range []string{"/etc/hosts", "/etc/hostname", "/etc/resolv.conf"} {
		if !mountsAt(asked, p) {
			out = append(out, file(p, 0o644, readOnly))
		}
	}
	log := j.container.TerminationMessagePath
	if log == "" {
		log = corev1.TerminationMessagePathDefault
	}
	return append(out, file(path.Join("/", log), 0o666, false))
}

func (j *judgement) volumeMounts() []mount {
	var out []mount
	for i, m := range j.container.VolumeMounts {
		v := volumeOf(j.pod.Spec, m.Name)
		if v == nil {
			v = claimTemplate(m.Name)
		}
		out = append(out, j.volumeMount(v, &m, index(j.container.Path+"/volumeMounts", i)))
	}
	return out
}

// claimTemplate stands for a volume that the pod does not declare: one of a StatefulSet's volumeClaimTemplates.
func claimTemplate(name string) *corev1.Volume {
	return &corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{
		PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: name},
	}}
}

func (j *judgement) volumeMount(v *corev1.Volume, m *corev1.VolumeMount, at string) mount {
	out := mount{
		dest: path.Join("/", m.MountPath), source: at + "/mountPath", readOnly: m.ReadOnly || volumeReadOnly(v),
		Mount:   Mount{Path: path.Clean(path.Join("/", m.MountPath)), Volume: volumeKind(v), Name: v.Name},
		content: opaque, unknown: "what is in volume " + v.Name + " is not known",
	}
	if out.Volume != "emptyDir" {
		out.isFile = v.HostPath != nil && fileOnHost(v.HostPath)
		return out
	}
	out.root = j.emptyDirRoot(v, m.SubPath != "" || m.SubPathExpr != "")
	if other := j.otherWriter(v.Name); other != "" {
		out.unknown = "container " + other + " may have put it into volume " + v.Name
	} else {
		out.content = empty
	}
	return out
}

func fileOnHost(h *corev1.HostPathVolumeSource) bool {
	if h.Type == nil {
		return false
	}
	return *h.Type != corev1.HostPathUnset && *h.Type != corev1.HostPathDirectory &&
		*h.Type != corev1.HostPathDirectoryOrCreate
}

// emptyDirRoot is how the kubelet makes an emptyDir: 0777, with fsGroup 2777 and that group (and sticky in memory). A
// subPath is a directory in it of the same mode, less the kubelet's umask of none.
func (j *judgement) emptyDirRoot(v *corev1.Volume, below bool) *rootfs.Entry {
	e := &rootfs.Entry{Type: rootfs.Directory, Mode: 0o777}
	if !j.security.FSGroup.Set {
		return e
	}
	e.GID, e.Mode = j.security.FSGroup.Value, 0o2777
	if v.EmptyDir != nil && v.EmptyDir.Medium == corev1.StorageMediumMemory && !below {
		e.Mode |= 0o1000
	}
	return e
}

// otherWriter names another container of the pod that may write to the volume before this one looks.
func (j *judgement) otherWriter(volume string) string {
	for i := range j.pod.Containers {
		c := &j.pod.Containers[i]
		if c.Name == j.container.Name && c.Type == j.container.Type || c.Type == manifest.Ephemeral {
			continue
		}
		for _, m := range c.VolumeMounts {
			if m.Name == volume && !m.ReadOnly {
				return c.Name
			}
		}
	}
	return ""
}

// imageVolumes are the image's VOLUMEs under containerd: an anonymous volume each, with the image's content, except where
// the pod mounts at the very path. CRI-O makes directories of them, nothing more.
func (j *judgement) imageVolumes(asked []mount) []mount {
	if j.runtime == CRIO || j.ev.missing(fieldVolumes) != "" {
		return nil
	}
	var out []mount
	for _, v := range j.ev.img.Config.Volumes {
		if !mountsAt(asked, v) {
			p := path.Join("/", v)
			out = append(out, mount{dest: p, Mount: Mount{Path: p, Volume: "image VOLUME"}, content: copied})
		}
	}
	return out
}

// assemble mounts the list into a view of the image. A halt is a mount that fails.
func (j *judgement) assemble(ctx context.Context, files Files, why string) (*view, *halt, error) {
	v := &view{files: files, why: why}
	for _, m := range j.mountList() {
		if m.magic || m.content == empty && m.Name == "" {
			// What is mounted in every container is taken to be where its path says, so that no layer is read for it.
			v.add(m, m.dest)
			continue
		}
		if h, err := v.mount(ctx, m); h != nil || err != nil {
			return v, h.at(m.source), err
		}
	}
	return v, nil, nil
}
