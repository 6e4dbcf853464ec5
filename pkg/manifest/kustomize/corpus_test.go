package kustomize

import (
	"io/fs"
	"path/filepath"
	"slices"
	"testing"

	"sigs.k8s.io/kustomize/api/konfig"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// TestRealTrees builds every kustomization of real repositories. Each gives objects, or errors with a line; and of all
// fields of all objects nine in ten and more have the line that wrote them.
func TestRealTrees(t *testing.T) {
	const trees = "../../../testdata/corpus/trees"
	fields, exact, builds := 0, 0, 0
	err := filepath.WalkDir(trees, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !slices.Contains(konfig.RecognizedKustomizationFileNames(), e.Name()) {
			return err
		}
		builds++
		for entry := range (&Renderer{}).Render(t.Context(), path, filepath.Dir(path)) {
			switch {
			case entry.Err != nil && (entry.Err.Line == 0 || entry.Err.Message == ""):
				t.Errorf("an error without line or words: %+v", entry.Err)
			case entry.Object != nil:
				count(entry.Object, entry.Object.Value(), "", &fields, &exact)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if builds < 50 || fields < 10_000 || exact*100 < fields*99 {
		t.Errorf("%d builds; %d of %d fields have their line", builds, exact, fields)
	}
}

// count locates every scalar of an object.
func count(o *manifest.Object, value any, pointer string, fields, exact *int) {
	switch v := value.(type) {
	case map[string]any:
		for k, e := range v {
			count(o, e, jsonpointer.Child(pointer, k), fields, exact)
		}
	case []any:
		for i, e := range v {
			count(o, e, jsonpointer.Element(pointer, i), fields, exact)
		}
	default:
		*fields++
		if o.Locate(pointer).Precision == finding.PrecisionExact {
			*exact++
		}
	}
}
