package manifest

import (
	"fmt"
	"sync"

	k8sjson "sigs.k8s.io/json"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// JSON reads the JSON of one object as the API server sends it. Nothing of it has a place in a file: Locate gives the zero
// Location, and messages name file in its stead.
func (r *Reader) JSON(file string, raw []byte) (*Object, []*Error) {
	limits := r.Limits.withDefaults()
	fault := func(format string, args ...any) []*Error {
		return []*Error{{File: file, Message: fmt.Sprintf(format, args...)}}
	}
	switch {
	case len(raw) > limits.DocumentBytes:
		return nil, fault("the object is larger than %d bytes", limits.DocumentBytes)
	case len(raw) > limits.Marks && marksIn(raw) > limits.Marks:
		return nil, fault("the object has more than %d lines, commas and colons", limits.Marks)
	case depth(raw) > limits.Depth:
		return nil, fault("mappings and lists nest too deep")
	}
	var h typeHead
	if err := k8sjson.UnmarshalCaseSensitivePreserveInts(raw, &h); err != nil {
		return nil, fault("invalid JSON: %v", err)
	}
	o := &Object{
		File: file, Item: -1, APIVersion: word(h.APIVersion), Kind: word(h.Kind), places: nowhere{file},
		body: later(raw),
	}
	if o.APIVersion == "" || o.Kind == "" {
		return nil, fault("apiVersion or kind is missing, so nobody can tell what this is")
	}
	if errs := o.fill(raw, r.PodTemplates); errs != nil {
		return nil, errs
	}
	return o, nil
}

// later reads the values of an object when they are asked for. raw is JSON: a number that is too large for any type is left
// out.
func later(raw []byte) func() map[string]any {
	return sync.OnceValue(func() (value map[string]any) {
		_ = k8sjson.UnmarshalCaseSensitivePreserveInts(raw, &value)
		return value
	})
}

// typeHead is what tells how to decode the rest.
type typeHead struct {
	APIVersion any `json:"apiVersion"`
	Kind       any `json:"kind"`
}

// nowhere is where the fields of an object stand that came from no file.
type nowhere struct{ file string }

func (n nowhere) locate(string) finding.Location { return finding.Location{File: n.file} }

// At gives the value at a JSON pointer, nil where there is none.
func (o *Object) At(pointer string) any { return jsonpointer.At(o.Value(), pointer) }
