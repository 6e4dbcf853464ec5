package identity

import (
	"reflect"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// volumeKind is the name of the volume's source as the manifest writes it; a volume without one is an emptyDir.
func volumeKind(v *corev1.Volume) string {
	sources := reflect.ValueOf(&v.VolumeSource).Elem()
	for _, k := range volumeKinds {
		if !sources.Field(k.field).IsNil() {
			return k.name
		}
	}
	return "emptyDir"
}

// volumeKinds are the sources that the API knows, in the order of their names: a volume that wrongly has two is called by
// the first.
var volumeKinds = sourcesOf(reflect.TypeFor[corev1.VolumeSource]())

type volumeSource struct {
	name  string
	field int
}

func sourcesOf(t reflect.Type) []volumeSource {
	out := make([]volumeSource, t.NumField())
	for i := range out {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		out[i] = volumeSource{name, i}
	}
	slices.SortFunc(out, func(a, b volumeSource) int { return strings.Compare(a.name, b.name) })
	return out
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
