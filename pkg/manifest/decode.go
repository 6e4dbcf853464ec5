package manifest

import (
	"encoding/json"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	k8sjson "sigs.k8s.io/json"
)

// fill decodes the object's metadata, pods and unknown fields from its JSON as the API server would: names are case
// sensitive, and what cannot be decoded is an error. Value must be set.
func (o *Object) fill(raw []byte) []*Error {
	known, ok := kinds[[2]string{o.APIVersion, o.Kind}]
	if ok {
		return o.fillKnown(known, "", raw)
	}
	if errs := o.fillMeta(); errs != nil {
		return errs
	}
	path := templatePath(o.Value)
	if path == "" {
		return nil
	}
	part, err := json.Marshal(at(o.Value, path))
	if err != nil {
		return []*Error{errorAt(o.Locate(path), fmt.Sprintf("encode the pod template: %v", err), "")}
	}
	return o.fillKnown(podTemplate, path, part)
}

// fillKnown decodes the part of the object at pointer, whose JSON is raw.
func (o *Object) fillKnown(k kind, pointer string, raw []byte) []*Error {
	d, err := k.decode(raw)
	if err != nil {
		return o.wrongTypes(at(o.Value, pointer), pointer, k.check, err)
	}
	if d.meta != nil {
		o.setMeta(d.meta)
	}
	if d.spec != nil {
		o.Pods = []Pod{newPod(pointer+k.metaPath, pointer+k.specPath, d.podMeta, d.spec)}
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
	part := map[string]any{"metadata": o.Value["metadata"]}
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
	o.Labels, o.Annotations = meta.GetLabels(), meta.GetAnnotations()
}
