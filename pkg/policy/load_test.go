package policy_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/policy"
)

const metadata = `# METADATA
# scope: package
# title: Images carry a tag
# description: An image without tag is another one tomorrow.
# related_resources:
#   - https://example.com/tags
# schemas:
#   - input: schema.container
# custom:
#   severity: medium
#   remediation: write a tag
`

const body = `package acme.image_tag

deny contains {"msg": msg, "path": input.image.path} if {
	not contains(input.image.ref, ":")
	msg := sprintf("image %s has no tag", [input.image.ref])
}
`

func user(files map[string]string) policy.Source {
	tree := fstest.MapFS{}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return policy.Source{Name: "rules", FS: tree}
}

func one(text string) policy.Source {
	return user(map[string]string{"acme/image_tag/image_tag.rego": text})
}

func TestLoadReadsARuleFromItsMetadata(t *testing.T) {
	extra := "#   evidence: users\n#   parameters: [minimum-uid]\n#   default: off\n#   pss:\n" +
		"#     - {level: restricted, check: tag, since: \"1.22\", reason: no tag}\n"
	set, err := policy.Load(t.Context(), user(map[string]string{
		"acme/image_tag/image_tag.rego":      metadata + extra + body,
		"acme/image_tag/image_tag_test.rego": "package broken {",
		"acme/image_tag/README.md":           "Tags matter.\n",
		"acme/image_tag/testdata/x.rego":     "not rego",
		".git/x/y/y.rego":                    "not rego",
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := []finding.Rule{{
		ID: "acme/image-tag", Title: "Images carry a tag",
		Description: "An image without tag is another one tomorrow.",
		Severity:    finding.Medium, Remediation: "write a tag", Input: "container", Evidence: finding.EvidenceUsers,
		PSS:       []finding.PSS{{Level: "restricted", Check: "tag", Since: "1.22", Reason: "no tag"}},
		DefaultOn: false, Parameters: []string{"minimum-uid"}, Supersedes: []string{}, Related: []string{"https://example.com/tags"},
		HelpURI: "https://example.com/tags", Help: "Tags matter.\n",
	}}
	if diff := cmp.Diff(want, set.Rules()); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	if _, ok := set.Rule("acme/other"); ok {
		t.Error("Rule finds a rule that is not there")
	}
	if r, ok := set.Rule("acme/image-tag"); !ok || r.Title != "Images carry a tag" {
		t.Errorf("Rule = %v, %v", r, ok)
	}
}

func TestLoadRefusesABadSet(t *testing.T) {
	at := "rules/acme/image_tag/image_tag.rego"
	replace := func(old, text string) policy.Source {
		whole := metadata + body
		if !strings.Contains(whole, old) {
			t.Fatalf("the rule does not hold %q", old)
		}
		return one(strings.Replace(whole, old, text, 1))
	}
	tests := map[string]struct {
		sources []policy.Source
		want    []string // parts of the error
	}{
		"no metadata":        {[]policy.Source{one(body)}, []string{at + ":1: no METADATA with scope: package"}},
		"missing severity":   {[]policy.Source{replace("#   severity: medium\n", "")}, []string{at + `:1: unknown severity ""`}},
		"unknown severity":   {[]policy.Source{replace("medium", "grave")}, []string{at + `:1: unknown severity "grave": write low`}},
		"missing title":      {[]policy.Source{replace("# title: Images carry a tag\n", "")}, []string{at + ":1: title is missing"}},
		"missing remedy":     {[]policy.Source{replace("#   remediation: write a tag\n", "")}, []string{"remediation is missing"}},
		"unknown kind":       {[]policy.Source{replace("schema.container", "schema.pod")}, []string{at + ":1: unknown input kind schema.pod", "container"}},
		"no schema":          {[]policy.Source{replace("# schemas:\n#   - input: schema.container\n", "")}, []string{"schemas must be exactly one"}},
		"schema of a part":   {[]policy.Source{replace("- input:", "- input.image:")}, []string{"schemas must be exactly one"}},
		"unknown key":        {[]policy.Source{replace("severity:", "priority:")}, []string{at + `:1: custom: json: unknown field "priority"`}},
		"unknown evidence":   {[]policy.Source{replace("#   severity", "#   evidence: all\n#   severity")}, []string{`unknown evidence "all"`}},
		"unknown default":    {[]policy.Source{replace("#   severity", "#   default: maybe\n#   severity")}, []string{`default is "maybe"`}},
		"unknown parameter":  {[]policy.Source{replace("#   severity", "#   parameters: [minimum-gid]\n#   severity")}, []string{`unknown parameter "minimum-gid": write one of minimum-uid, allowed-capabilities, allowed-registries`}},
		"unknown level":      {[]policy.Source{replace("#   severity", "#   pss: [{level: strict}]\n#   severity")}, []string{`pss level "strict"`, "pss needs check", "pss since"}},
		"unknown superseded": {[]policy.Source{replace("#   severity", "#   supersedes: [acme/x]\n#   severity")}, []string{at + `:1: supersedes "acme/x"`}},
		"supersedes itself":  {[]policy.Source{replace("#   severity", "#   supersedes: [acme/image-tag]\n#   severity")}, []string{"no such other rule"}},
		"another package":    {[]policy.Source{replace("package acme.image_tag", "package acme.tag")}, []string{at + ":12: package is", "want acme.image_tag"}},
		"no deny":            {[]policy.Source{replace("deny contains", "warn contains")}, []string{at + ":1: no rule deny"}},
		"deny is a value":    {[]policy.Source{one(metadata + "package acme.image_tag\n\ndeny := 1\n")}, []string{at + ":1: deny at line 14 is not a set"}},
		"deny is an object":  {[]policy.Source{one(metadata + "package acme.image_tag\n\ndeny.x := 1\n")}, []string{"deny at line 14 is not a set"}},
		"syntax":             {[]policy.Source{replace("not contains(", "not contains((")}, []string{at + ":1", "rego_parse_error"}},
		"empty file":         {[]policy.Source{one("")}, []string{at}},
		"misspelt path":      {[]policy.Source{replace("input.image.path", "input.image.pth")}, []string{at + ":14: rego_type_error: undefined ref: input.image.pth"}},
		"unused variable":    {[]policy.Source{replace("\tnot contains", "\tx := 1\n\tnot contains")}, []string{at + ":15: rego_compile_error: assigned var x unused"}},
		"clock":              {[]policy.Source{replace("\tnot contains", "\ttime.now_ns() > 1\n\tnot contains")}, []string{"undefined function time.now_ns"}},
		"two sources":        {[]policy.Source{one(metadata + body), one(metadata + body)}, []string{at + ":1: rule acme/image-tag is already in " + at}},
		"stray file":         {[]policy.Source{user(map[string]string{"acme/tag.rego": body})}, []string{"rules/acme/tag.rego:1: a rule stands at CATEGORY/NAME/NAME.rego"}},
		"second file":        {[]policy.Source{user(map[string]string{"acme/image_tag/more.rego": body})}, []string{"rules/acme/image_tag/more.rego:1: a rule stands at"}},
		"dashes":             {[]policy.Source{user(map[string]string{"acme/image-tag/image-tag.rego": body})}, []string{`folder name "image-tag": write lower-case`}},
		"huge":               {[]policy.Source{one(metadata + body + strings.Repeat("# x\n", 1<<18))}, []string{at, "larger than 1048576 bytes"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			set, err := policy.Load(t.Context(), test.sources...)
			if err == nil || set != nil {
				t.Fatalf("Load = %v, %v; want an error", set, err)
			}
			for _, part := range test.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error does not say %q:\n%v", part, err)
				}
			}
		})
	}
}

func TestLoadReportsAllFaults(t *testing.T) {
	_, err := policy.Load(t.Context(), user(map[string]string{
		"a/x/x.rego": "package a.x",
		"a/y/y.rego": "package a.x",
		"z.rego":     "package z",
	}))
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("want three faults, a line each, got:\n%v", err)
	}
}

func TestLoadAddsAUsersRulesToTheBuiltinOnes(t *testing.T) {
	const override = "#   supersedes: [workload/privileged]\n"
	text := metadata + override + strings.Replace(body, "package acme.image_tag", "package acme.image_tag\n\nimport data.lib.words", 1)
	text = strings.Replace(text, `[input.image.ref]`, `[words.list([input.image.ref])]`, 1)
	set, err := policy.Load(t.Context(), builtin, one(text))
	if err != nil {
		t.Fatal(err)
	}
	if rules := set.Rules(); rules[0].ID != "acme/image-tag" || len(rules) < 20 {
		t.Errorf("got %d rules, the first %s", len(rules), rules[0].ID)
	}
	if _, err := set.Prepare(t.Context(), []string{"acme/image-tag", "workload/privileged"}); err != nil {
		t.Errorf("prepare: %v", err)
	}
}

func TestPrepareRefusesAnUnknownRule(t *testing.T) {
	set, err := policy.Load(t.Context(), one(metadata+body))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := set.Prepare(t.Context(), []string{"acme/nothing"}); err == nil || err.Error() != `no rule "acme/nothing"` {
		t.Errorf("prepare: %v", err)
	}
}
