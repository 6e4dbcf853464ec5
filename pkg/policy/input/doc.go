// Package input is the contract between Go and Rego: what a rule sees as `input`, one struct a kind.
//
// It holds plain data, imports nothing, and is the single source of policies/schemas/*.json (make generate), in which the
// comments below become descriptions. The builders are in pkg/check.
//
// Two shapes carry values that may be missing. A Setting is something a manifest may say: `set` tells whether it does, so
// a rule never mistakes false or 0 for "not written". A Fact is something that may not be known: either `value` is there,
// or `unknown` gives the reason, and a rule that reads `.value` of an unknown fact is undefined, which is silence: the
// engine, not the rule, reports what could not be known.
package input

// Setting is what a manifest says of one field, after pod-level values were inherited.
type Setting[T any] struct {
	// Whether the field is written, at the container or at the pod level.
	Set bool `json:"set"`
	// The effective value; absent where the field is not set.
	Value *T `json:"value,omitempty"`
	// JSON pointer of the field that set the value; where the field is not set, the pointer at which to write it.
	From string `json:"from"`
	// Where the value was written: container, pod, or empty where it is not set.
	Level string `json:"level"`
	// The pod-level value that the container's own replaced, if any.
	Overridden *Written[T] `json:"overridden,omitempty"`
}

// Written is a value and the field that holds it.
type Written[T any] struct {
	// The value as written.
	Value T `json:"value"`
	// JSON pointer of the field.
	From string `json:"from"`
}

// Fact is a value that may not be known.
type Fact[T any] struct {
	// The value; absent where it is not known.
	Value *T `json:"value,omitempty"`
	// What the value comes from: a JSON pointer of the object, image.config.user, image.passwd, image.group, image.env, runtime or default.
	From string `json:"from,omitempty"`
	// Why the value is not known; absent where it is.
	Unknown string `json:"unknown,omitempty"`
}
