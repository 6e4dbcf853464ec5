package identity

import (
	"encoding/json"
	"slices"

	corev1 "k8s.io/api/core/v1"
)

// volumeKind is the name of the volume's source as the manifest writes it; a volume without one is an emptyDir.
func volumeKind(v *corev1.Volume) string {
	raw, err := json.Marshal(v.VolumeSource)
	if err != nil {
		return "unknown"
	}
	var sources map[string]json.RawMessage
	if err := json.Unmarshal(raw, &sources); err != nil || len(sources) == 0 {
		return "emptyDir"
	}
	kinds := make([]string, 0, len(sources))
	for k := range sources {
		kinds = append(kinds, k)
	}
	return slices.Min(kinds)
}

// volumeReadOnly: the kubelet mounts these read-only whatever the mount says (Attributes.ReadOnly of the volume plugins).
func volumeReadOnly(v *corev1.Volume) bool {
	switch {
	case v.ConfigMap != nil, v.Secret != nil, v.DownwardAPI != nil, v.Projected != nil, v.Image != nil:
		return true
	case v.PersistentVolumeClaim != nil:
		return v.PersistentVolumeClaim.ReadOnly
	case v.CSI != nil:
		return v.CSI.ReadOnly != nil && *v.CSI.ReadOnly
	case v.NFS != nil:
		return v.NFS.ReadOnly
	}
	return false
}
