package manifest

import (
	"encoding/json"
	"errors"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	k8sjson "sigs.k8s.io/json"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// fill decodes the object's metadata, pods and unknown fields from its JSON as the API server would: names are case
// sensitive, and what cannot be decoded is an error. Value must be known. more are kinds with a pod template that only the
// user knows.
func (o *Object) fill(raw []byte, more []PodTemplate) []*Error {
	known, ok := kinds[[2]string{o.APIVersion, o.Kind}]
	if ok {
		return o.fillKnown(known, "", raw)
	}
	if errs := o.fillMeta(); errs != nil {
		return errs
	}
	trusted, found, nested := o.templatePaths(more)
	for _, path := range trusted {
		if errs := o.fillTemplate(path); errs != nil {
			return errs
		}
		if path == "" {
			o.Unknown = nil // the object is more than a template
		}
	}
	for _, path := range found {
		// The shape is that of a pod; what cannot be decoded as one is another thing of the same shape.
		if pods, unknown := o.Pods, o.Unknown; o.fillTemplate(path) != nil {
			o.Pods, o.Unknown = pods, unknown
		} else {
			o.Unknown = unknown
		}
	}
	for _, s := range o.scatteredPods("") {
		if errs := o.addScattered(s); errs != nil {
			return errs
		}
	}
	o.fillNested(nested)
	return nil
}

// fillNested adds the pods of objects that stand in another one, such as the run in a TriggerTemplate. These are filled in
// before they are used, so what cannot be decoded yet is none.
func (o *Object) fillNested(roots []string) {
	for _, root := range roots {
		for _, s := range o.scatteredPods(root) {
			if moves, pods := o.moves, o.Pods; o.addScattered(s) != nil {
				o.moves, o.Pods = moves, pods
			}
		}
	}
}

// fillTemplate adds the pod of the template at path.
func (o *Object) fillTemplate(path string) []*Error {
	part, err := json.Marshal(jsonpointer.At(o.Value(), path))
	if err != nil {
		return []*Error{errorAt(o.Locate(path), fmt.Sprintf("encode the pod template: %v", err), "")}
	}
	return o.fillKnown(podTemplate, path, part)
}

// fillKnown decodes the part of the object at pointer, whose JSON is raw.
func (o *Object) fillKnown(k kind, pointer string, raw []byte) []*Error {
	d, err := k.decode(raw)
	if err != nil {
		return o.wrongTypes(jsonpointer.At(o.Value(), pointer), pointer, k.check, err)
	}
	if d.meta != nil {
		o.setMeta(d.meta)
	}
	if d.spec != nil {
		o.Pods = append(o.Pods, newPod(pointer+k.metaPath, pointer+k.specPath, d.podMeta, d.spec))
	}
	if len(d.strict) > 0 {
		return o.addUnknown(pointer, k.schema)
	}
	return nil
}

// fillMeta decodes only the metadata, which all objects have in common.
func (o *Object) fillMeta() []*Error {
	var holder struct {
		metav1.ObjectMeta `json:"metadata"`
	}
	part := map[string]any{"metadata": o.Value()["metadata"]}
	raw, err := json.Marshal(part)
	if err != nil {
		return []*Error{errorAt(o.Locate("/metadata"), fmt.Sprintf("encode the metadata: %v", err), "")}
	}
	decode := func(raw []byte) error { return k8sjson.UnmarshalCaseSensitivePreserveInts(raw, &holder) }
	if err := decode(raw); err != nil {
		return o.wrongTypes(part, "", decode, err)
	}
	o.setMeta(&holder.ObjectMeta)
	return nil
}

func (o *Object) setMeta(meta metav1.Object) {
	o.Namespace, o.Name = meta.GetNamespace(), meta.GetName()
	if prefix := meta.GetGenerateName(); o.Name == "" && prefix != "" {
		o.Name = prefix + "*"
	}
	o.Labels, o.Annotations = meta.GetLabels(), meta.GetAnnotations()
	o.Deleting = meta.GetDeletionTimestamp() != nil
}

// Decode reads those fields of an object that T has, with the types that they have in the API. The error joins an *Error
// for each field that has another.
func Decode[T any](o *Object, into *T) error {
	raw, err := json.Marshal(o.Value())
	if err != nil {
		return errorAt(o.Locate(""), fmt.Sprintf("encode the object: %v", err), "")
	}
	if err := k8sjson.UnmarshalCaseSensitivePreserveInts(raw, into); err != nil {
		check := func(raw []byte) error { return k8sjson.UnmarshalCaseSensitivePreserveInts(raw, new(T)) }
		var all []error
		for _, e := range o.wrongTypes(o.Value(), "", check, err) {
			all = append(all, e)
		}
		return errors.Join(all...)
	}
	return nil
}

// Fault is an error about the field at a pointer of the object.
func (o *Object) Fault(pointer, message, hint string) *Error {
	return errorAt(o.Locate(pointer), message, hint)
}
