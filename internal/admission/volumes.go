package admission

import (
	"regexp"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// generatedVolume is the name that the API server makes up for each Pod's own token volume.
var generatedVolume = regexp.MustCompile(`^kube-api-access-[a-z0-9]{5}$`)

// commonVolume stands for it, so that the Pods of one ReplicaSet are equal. No user can take that name: it is none.
const commonVolume = "kube-api-access-*"

// renameVolumes gives the made-up volumes of Pods their common name. Value stays as it is.
func renameVolumes(o *manifest.Object) {
	for i := range o.Pods {
		spec := o.Pods[i].Spec
		name := ""
		for j := range spec.Volumes {
			if v := &spec.Volumes[j]; name == "" && v.Projected != nil && generatedVolume.MatchString(v.Name) {
				name, v.Name = v.Name, commonVolume
			}
		}
		if name == "" {
			continue
		}
		for j := range o.Pods[i].Containers {
			renameMounts(o.Pods[i].Containers[j].VolumeMounts, name)
		}
	}
}

func renameMounts(mounts []corev1.VolumeMount, name string) {
	for i := range mounts {
		if mounts[i].Name == name {
			mounts[i].Name = commonVolume
		}
	}
}
