package finding_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

func TestInputJSON(t *testing.T) {
	objects, empty := 0, ""
	for want, in := range map[string]finding.Input{
		`{"source":"a.yaml","kind":"manifest","objects":0}`:                      {Source: "a.yaml", Kind: "manifest", Objects: &objects},
		`{"source":"oci:i","kind":"image","platform":"linux/amd64","user":""}`:   {Source: "oci:i", Kind: "image", Platform: "linux/amd64", User: &empty},
		`{"source":"Dockerfile","kind":"dockerfile","platform":"p","user":null}`: {Source: "Dockerfile", Kind: "dockerfile", Platform: "p"},
		`{"source":"Dockerfile","kind":"dockerfile","platform":"p","user":""}`:   {Source: "Dockerfile", Kind: "dockerfile", Platform: "p", User: &empty},
	} {
		got, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}
