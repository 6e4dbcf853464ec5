package policy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/policy"
)

const imageTagTest = `package acme.image_tag_test

import data.acme.image_tag
import data.lib.fixture

test_right if {
	found := image_tag.deny with input as fixture.container with input.image.ref as "acme/api"
	count(found) == 1
}

test_wrong if {
	found := image_tag.deny with input as fixture.container
	count(found) == 1
}

test_misspelt if count(image_tag.deny) == 1 with input as {"image": {"reff": "acme/api", "ref": "a", "path": "/x"}}

todo_test_later if false
`

func TestTest(t *testing.T) {
	src := user(map[string]string{
		"acme/image_tag/image_tag.rego": metadata + body, "acme/image_tag/image_tag_test.rego": imageTagTest,
		"acme/image_tag/testdata/x_test.rego": "not rego",
	})
	set, err := policy.Load(t.Context(), builtin, src)
	if err != nil {
		t.Fatal(err)
	}
	got, err := set.Test(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	const rule, file = "acme/image-tag", "rules/acme/image_tag/image_tag_test.rego"
	want := []policy.Test{
		{Rule: rule, Name: "test_right", File: file, Line: 6},
		{Rule: rule, Name: "test_wrong", File: file, Line: 11, Faults: []string{"line 13 does not hold: count(found) == 1"}},
		{Rule: rule, Name: "test_misspelt", File: file, Line: 16, Faults: []string{
			"it makes an input that hullcheck never makes: at '/image': additional properties 'reff' not allowed",
		}},
		{Rule: rule, Name: "todo_test_later", File: file, Line: 18, Skipped: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTestRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"package acme.image_tag_test\n\ntest_x if {": "image_tag_test.rego:3: rego_parse_error",
		"": "image_tag_test.rego",
		"package acme.image_tag_test\n\ntest_x if nothing(1)\n":  "undefined function nothing",
		"package acme.image_tag_test\n\ntest_x if time.now_ns()": "undefined function time.now_ns",
	} {
		src := user(map[string]string{
			"acme/image_tag/image_tag.rego": metadata + body, "acme/image_tag/image_tag_test.rego": text,
		})
		set, err := policy.Load(t.Context(), builtin, src)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := set.Test(t.Context(), src); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}
