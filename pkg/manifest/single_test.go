package manifest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// TestJSONIsStream: one object of JSON is read as it is in a stream, but for its places.
func TestJSONIsStream(t *testing.T) {
	for name, text := range map[string]string{
		"pod": `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"a":"b"}},
			"spec":{"hostNetwork":true,"runAsUser":5,"containers":[{"name":"c","image":"i","securityContext":{"runAsUser":9007199254740993}}]}}`,
		"deployment": `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"template":{"spec":{"containers":[{"name":"c"}]}}}}`,
		"custom": `{"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","metadata":{"name":"r"},
			"spec":{"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}}`,
		"without a pod": `{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			want := single(t, text)
			got, errs := new(Reader).JSON("f.yaml", []byte(text))
			if errs != nil {
				t.Fatal(errs)
			}
			if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Object{}), cmpopts.IgnoreFields(Object{}, "Source")); diff != "" {
				t.Errorf("(-stream +JSON):\n%s", diff)
			}
			if at := got.Locate("/spec"); at != (finding.Location{File: "f.yaml"}) {
				t.Errorf("a place: %+v", at)
			}
		})
	}
}

func TestJSONThatIsRefused(t *testing.T) {
	small := &Reader{Limits: Limits{DocumentBytes: 100_000, Depth: 10}}
	for text, want := range map[string]string{
		`{`:                       "f: invalid JSON: unexpected end of JSON input",
		`[]`:                      "f: invalid JSON: json: cannot unmarshal array into Go value of type manifest.typeHead",
		`null`:                    "f: apiVersion or kind is missing, so nobody can tell what this is",
		`{"kind":"Pod"}`:          "f: apiVersion or kind is missing, so nobody can tell what this is",
		`{"apiVersion":{},"a":1}`: "f: apiVersion or kind is missing, so nobody can tell what this is",
		`{"apiVersion":"v1","kind":"Pod","spec":{"containers":{}}}`: "f: spec.containers: the API server wants a list, not a mapping",
		strings.Repeat(`{"a":`, 20) + "1" + strings.Repeat("}", 20): "f: mappings and lists nest too deep",
		strings.Repeat(" ", 100_001):                                "f: the object is larger than 100000 bytes",
	} {
		o, errs := small.JSON("f", []byte(text))
		if o != nil || len(errs) == 0 || errs[0].Error() != want {
			t.Errorf("%.60s: %v, want %s", text, errs, want)
		}
	}
}
