package manifest

import (
	"reflect"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	k8sjson "sigs.k8s.io/json"
)

// kind is what is known of one kind of object: its Go type, which is its schema, and where its pod stands.
type kind struct {
	metaPath, specPath string
	schema             reflect.Type
	// decode reads an object; check does it only for the error.
	decode func(raw []byte) (decoded, error)
	check  func(raw []byte) error
}

// decoded is an object as its Go type holds it. strict are the faults that do not stop decoding: fields without a place.
type decoded struct {
	meta    metav1.Object
	podMeta *metav1.ObjectMeta
	// spec is nil where the object carries no pod.
	spec   *corev1.PodSpec
	strict []error
}

// kinds are those whose every field is known, by apiVersion and kind.
var kinds = map[[2]string]kind{
	{"v1", "Pod"}: known("", func(p *corev1.Pod) (metav1.Object, *metav1.ObjectMeta, *corev1.PodSpec) {
		return p, &p.ObjectMeta, &p.Spec
	}),
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

// podTemplate is the kind of a template that stands in an object of which nothing else is known.
var podTemplate = known("", func(t *corev1.PodTemplateSpec) (metav1.Object, *metav1.ObjectMeta, *corev1.PodSpec) {
	return nil, &t.ObjectMeta, &t.Spec
})

// known makes a kind of a Go type whose pod's metadata and spec stand below path.
func known[T any](path string, parts func(*T) (metav1.Object, *metav1.ObjectMeta, *corev1.PodSpec)) kind {
	return kind{
		metaPath: path + "/metadata", specPath: path + "/spec", schema: reflect.TypeFor[T](),
		decode: func(raw []byte) (d decoded, err error) {
			o := new(T)
			d.strict, err = k8sjson.UnmarshalStrict(raw, o, k8sjson.DisallowUnknownFields)
			d.meta, d.podMeta, d.spec = parts(o)
			return d, err
		},
		check: func(raw []byte) error { return k8sjson.UnmarshalCaseSensitivePreserveInts(raw, new(T)) },
	}
}

// templated is a kind that holds a pod template at path.
func templated[T any, O interface {
	*T
	metav1.Object
}](path string, template func(*T) *corev1.PodTemplateSpec) kind {
	return known(path, func(o *T) (metav1.Object, *metav1.ObjectMeta, *corev1.PodSpec) {
		if t := template(o); t != nil {
			return O(o), &t.ObjectMeta, &t.Spec
		}
		return O(o), nil, nil
	})
}
