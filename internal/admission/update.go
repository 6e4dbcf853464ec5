package admission

import (
	"maps"
	"strings"

	"k8s.io/apimachinery/pkg/api/equality"

	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// changed tells whether an update has to be judged. Of a Pod only new images and new ephemeral containers count, as for
// Pod Security Admission: all else that may be changed is no power. Of other objects the pod templates do, and, where
// objects may carry exceptions, those.
func changed(before, after *manifest.Object, annotations bool) bool {
	if after.APIVersion == "v1" && after.Kind == "Pod" {
		return len(before.Pods) != len(after.Pods) || len(after.Pods) > 0 && changedPod(&before.Pods[0], &after.Pods[0])
	}
	if len(before.Pods) != len(after.Pods) {
		return true
	}
	for i := range after.Pods {
		b, a := &before.Pods[i], &after.Pods[i]
		if a.SpecPath != b.SpecPath || !maps.Equal(a.Annotations, b.Annotations) || !equality.Semantic.DeepEqual(a.Spec, b.Spec) {
			return true
		}
	}
	return annotations && !maps.Equal(exceptionsOf(before), exceptionsOf(after))
}

func changedPod(before, after *manifest.Pod) bool {
	if len(before.Spec.Containers) != len(after.Spec.Containers) ||
		len(before.Spec.InitContainers) != len(after.Spec.InitContainers) {
		return true
	}
	images := make(map[string]string, len(before.Containers))
	for i := range before.Containers {
		images[before.Containers[i].Name] = before.Containers[i].Image
	}
	for i := range after.Containers {
		image, met := images[after.Containers[i].Name]
		if !met || image != after.Containers[i].Image {
			return true
		}
	}
	return false
}

func exceptionsOf(o *manifest.Object) map[string]string {
	out := map[string]string{}
	for k, v := range o.Annotations {
		if strings.HasPrefix(k, config.AnnotationPrefix) {
			out[k] = v
		}
	}
	return out
}
