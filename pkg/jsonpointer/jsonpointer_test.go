package jsonpointer_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// TestExamplesOfTheStandard: RFC 6901, section 5.
func TestExamplesOfTheStandard(t *testing.T) {
	const text = `{"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8}`
	var document any
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		t.Fatal(err)
	}
	for pointer, want := range map[string]any{
		"/foo/0": "bar", "/": 0.0, "/a~1b": 1.0, "/c%d": 2.0, "/e^f": 3.0, "/g|h": 4.0, `/i\j`: 5.0, `/k"l`: 6.0,
		"/ ": 7.0, "/m~0n": 8.0,
		// Nothing is there.
		"/foo/2": nil, "/foo/-1": nil, "/foo/01": nil, "/foo/-": nil, "/foo/0/x": nil, "/absent": nil, "/absent/x": nil,
	} {
		if got := jsonpointer.At(document, pointer); got != want {
			t.Errorf("At(%q) = %v, want %v", pointer, got, want)
		}
	}
	if _, ok := jsonpointer.At(document, "").(map[string]any); !ok {
		t.Error(`"" is not the whole document`)
	}
}

func TestWithin(t *testing.T) {
	for pointer, want := range map[string]bool{"/spec": true, "/spec/a": true, "/spec/": true, "/specs": false, "/": false, "": false} {
		if jsonpointer.Within(pointer, "/spec") != want {
			t.Errorf("Within(%q, /spec) is not %v", pointer, want)
		}
		if !jsonpointer.Within(pointer, "") {
			t.Errorf("%q is not within the whole", pointer)
		}
	}
}

func TestStepsUndoChild(t *testing.T) {
	keys := []string{"spec", "", "a/b", "m~n", "~1", "~01", "0", "ü"}
	pointer := ""
	for _, k := range keys {
		pointer = jsonpointer.Child(pointer, k)
		if got := jsonpointer.Last(pointer); got != k {
			t.Errorf("Last(%q) = %q, want %q", pointer, got, k)
		}
	}
	pointer = jsonpointer.Element(pointer, 12)
	if got, want := jsonpointer.Steps(pointer), append(keys, "12"); !slices.Equal(got, want) {
		t.Errorf("Steps(%q) = %q, want %q", pointer, got, want)
	}
	if got := jsonpointer.Steps(""); len(got) != 0 {
		t.Errorf(`Steps("") = %q, want none`, got)
	}
	if got := jsonpointer.Last(""); got != "" {
		t.Errorf(`Last("") = %q`, got)
	}
}
