package identity

import (
	"path"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

func (j *judgement) volumeMounts() []mount {
	const provided = 4
	out := make([]mount, 0, len(j.container.VolumeMounts)+provided)
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

// emptyDirRoot is how the kubelet makes an emptyDir: 0777, with fsGroup set-gid and of that group, in memory sticky too. A
// subPath is a directory in it of the same permissions.
func (j *judgement) emptyDirRoot(v *corev1.Volume, below bool) *rootfs.Entry {
	e := &rootfs.Entry{Type: rootfs.Directory, Mode: 0o777}
	if j.security.FSGroup.Set {
		e.GID, e.Mode = j.security.FSGroup.Value, 0o2777
	}
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
