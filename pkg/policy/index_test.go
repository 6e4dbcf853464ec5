package policy_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

func TestAnIndexedSetIsTheSameSet(t *testing.T) {
	files := map[string]string{
		"acme/image_tag/image_tag.rego": metadata + strings.Replace(body, "\n\n", "\n\nimport data.lib.say\n\n", 1) +
			"\n_said := say.it(input.name)\n",
		"acme/image_tag/README.md": "Tags matter.\n",
		"lib/say/say.rego":         "package lib.say\n\nit(x) := x\n",
		"lib/say/say_test.rego":    "package broken {",
	}
	whole := user(files)
	set, err := policy.Load(t.Context(), whole)
	if err != nil {
		t.Fatal(err)
	}
	var index bytes.Buffer
	if err := set.WriteIndex(&index); err != nil {
		t.Fatal(err)
	}
	files["index.json"] = index.String()
	indexed := user(files)
	indexed.Index = "index.json"
	again, err := policy.Load(t.Context(), indexed)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(set.Rules(), again.Rules()); diff != "" {
		t.Errorf("rules (-read +indexed):\n%s", diff)
	}
	e, err := again.Prepare(t.Context(), []string{"acme/image-tag"})
	if err != nil {
		t.Fatal(err)
	}
	in := sampleContainer()
	in.Image.Ref = "api"
	hits, err := e.Evaluate(t.Context(), input.KindContainer, in)
	if err != nil || len(hits) != 1 || hits[0].Message != "image api has no tag" {
		t.Errorf("Evaluate = %v, %v", hits, err)
	}
}

func TestABrokenIndexIsAnError(t *testing.T) {
	for name, text := range map[string]string{"gone": "", "broken": "[{"} {
		src := policy.Source{Name: "rules", FS: fstest.MapFS{}, Index: "index.json"}
		if text != "" {
			src.FS = fstest.MapFS{"index.json": {Data: []byte(text)}}
		}
		if _, err := policy.Load(t.Context(), src); err == nil || !strings.Contains(err.Error(), "read index of rules") {
			t.Errorf("%s: Load: %v", name, err)
		}
	}
}

// A rule of an index whose file is gone must not be silent: it is an error as soon as it is chosen.
func TestAnIndexedRuleWithoutFileIsAnError(t *testing.T) {
	src := policy.Source{FS: fstest.MapFS{
		"index.json": {Data: []byte(`[{"id": "acme/gone", "severity": "low", "input": "container"}]`)},
	}, Index: "index.json"}
	set, err := policy.Load(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := set.Prepare(t.Context(), []string{"acme/gone"}); err == nil || !strings.Contains(err.Error(), "acme/gone") {
		t.Errorf("Prepare: %v", err)
	}
}
