package identity

import (
	"path"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

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

// providedFiles adds, to what is asked for, the files that kubelet and runtime mount (makeMounts of the kubelet, linuxContainerMounts
// of containerd).
func (j *judgement) providedFiles(asked []mount) []mount {
	file := func(p string, mode uint32, readOnly bool) mount {
		return mount{
			dest: p, Mount: Mount{Path: p, Volume: "file of the node"}, isFile: true, readOnly: readOnly, content: opaque,
			root: &rootfs.Entry{Type: rootfs.Regular, Mode: mode}, unknown: p + " is provided by the node", magic: true,
		}
	}
	readOnly := j.security.ReadOnlyRootFilesystem.Value
	out := asked
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
