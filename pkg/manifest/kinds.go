package manifest

import (
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// kind is what is known of one kind of object: its Go type, which is its schema, and where its pod stands.
type kind struct {
	fresh              func() any
	metaPath, specPath string
	// pod gives the pod's parts out of a value of fresh; spec is nil where the object carries no pod.
	pod func(any) (meta *metav1.ObjectMeta, spec *corev1.PodSpec)
}

// kinds are those whose every field is known, by apiVersion and kind.
var kinds = map[[2]string]kind{
	{"v1", "Pod"}: {
		fresh: func() any { return new(corev1.Pod) }, metaPath: "/metadata", specPath: "/spec",
		pod: func(o any) (*metav1.ObjectMeta, *corev1.PodSpec) {
			p := o.(*corev1.Pod)
			return &p.ObjectMeta, &p.Spec
		},
	},
	{"v1", "PodTemplate"}: templated("/template",
		func(o *corev1.PodTemplate) *corev1.PodTemplateSpec { return &o.Template }),
	{"v1", "ReplicationController"}: templated("/spec/template",
		func(o *corev1.ReplicationController) *corev1.PodTemplateSpec { return o.Spec.Template }),
	{"apps/v1", "Deployment"}: templated("/spec/template",
		func(o *appsv1.Deployment) *corev1.PodTemplateSpec { return &o.Spec.Template }),
	{"apps/v1", "ReplicaSet"}: templated("/spec/template",
		func(o *appsv1.ReplicaSet) *corev1.PodTemplateSpec { return &o.Spec.Template }),
	{"apps/v1", "StatefulSet"}: templated("/spec/template",
		func(o *appsv1.StatefulSet) *corev1.PodTemplateSpec { return &o.Spec.Template }),
	{"apps/v1", "DaemonSet"}: templated("/spec/template",
		func(o *appsv1.DaemonSet) *corev1.PodTemplateSpec { return &o.Spec.Template }),
	{"batch/v1", "Job"}: templated("/spec/template",
		func(o *batchv1.Job) *corev1.PodTemplateSpec { return &o.Spec.Template }),
	{"batch/v1", "CronJob"}: templated("/spec/jobTemplate/spec/template",
		func(o *batchv1.CronJob) *corev1.PodTemplateSpec { return &o.Spec.JobTemplate.Spec.Template }),
}

// templated is a kind that holds a pod template at path.
func templated[T any](path string, template func(*T) *corev1.PodTemplateSpec) kind {
	return kind{
		fresh: func() any { return new(T) }, metaPath: path + "/metadata", specPath: path + "/spec",
		pod: func(o any) (*metav1.ObjectMeta, *corev1.PodSpec) {
			if t := template(o.(*T)); t != nil {
				return &t.ObjectMeta, &t.Spec
			}
			return nil, nil
		},
	}
}

// podTemplate is the kind of a template that stands in an object of which nothing else is known.
func podTemplate() kind {
	return templated("", func(t *corev1.PodTemplateSpec) *corev1.PodTemplateSpec { return t })
}

// templatePath finds the pod template of an object whose kind is not in the table: apiVersions that are no longer
// served, and custom resources. It is "" where there is none.
func templatePath(value map[string]any) string {
	for _, path := range []string{"/spec/template", "/spec/jobTemplate/spec/template", "/template"} {
		list, ok := at(value, path+"/spec/containers").([]any)
		if !ok || len(list) == 0 {
			continue
		}
		if _, ok := list[0].(map[string]any); ok {
			return path
		}
	}
	return ""
}

// grafted names fields that a kind adds to the pod spec of its template, by API group. They are not the pod's, and not
// unknown.
var grafted = map[string][]string{
	// knative.dev/serving, pkg/apis/serving/v1: RevisionSpec inlines PodSpec and adds these.
	"serving.knative.dev": {
		"containerConcurrency", "timeoutSeconds", "responseStartTimeoutSeconds", "idleTimeoutSeconds",
	},
}
