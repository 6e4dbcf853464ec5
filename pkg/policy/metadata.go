package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// pages is where the pages of the built-in rules are published.
const pages = "https://github.com/hullcheck/hullcheck/blob/main/docs/rules/"

// custom is what a rule says of itself under `custom:` in its METADATA. Any other key is an error.
type custom struct {
	Severity    string           `json:"severity"`
	Remediation string           `json:"remediation"`
	Evidence    finding.Evidence `json:"evidence"`
	Default     string           `json:"default"`
	PSS         []finding.PSS    `json:"pss"`
	Parameters  []string         `json:"parameters"`
	Supersedes  []string         `json:"supersedes"`
}

// describe makes a finding.Rule of a module's METADATA, or says everything that is wrong with it.
func describe(f folder, m *ast.Module) (finding.Rule, error) {
	a := packageMetadata(m)
	if a == nil {
		return finding.Rule{}, fmt.Errorf("%s: no METADATA with scope: package", at(m.Package.Location))
	}
	c, err := decodeCustom(a)
	if err != nil {
		return finding.Rule{}, fmt.Errorf("%s: custom: %w", at(a.Location), err)
	}
	r := finding.Rule{
		ID: f.id(), Title: strings.TrimSpace(a.Title), Description: strings.TrimSpace(a.Description),
		Remediation: strings.TrimSpace(c.Remediation), Evidence: c.Evidence,
		PSS: append([]finding.PSS{}, c.PSS...), Supersedes: append([]string{}, c.Supersedes...),
		Parameters: append([]string{}, c.Parameters...), DefaultOn: c.Default != "off", Related: related(a), Builtin: f.src.Builtin,
	}
	var bad [4]error
	r.Severity, bad[0] = finding.ParseSeverity(c.Severity)
	r.Input, bad[1] = inputKind(a)
	bad[2] = c.check(r)
	bad[3] = checkDeny(m)
	if f.src.Builtin {
		r.HelpURI = pages + path.Clean(r.ID) + ".md"
	} else if len(r.Related) > 0 {
		r.HelpURI = r.Related[0]
	}
	var all []error
	for _, err := range bad {
		if err != nil {
			all = append(all, fmt.Errorf("%s: %w", at(a.Location), err))
		}
	}
	return r, errors.Join(all...)
}

func packageMetadata(m *ast.Module) *ast.Annotations {
	for _, a := range m.Annotations {
		if a.Scope == "package" {
			return a
		}
	}
	return nil
}

func decodeCustom(a *ast.Annotations) (custom, error) {
	var c custom
	raw, err := json.Marshal(a.Custom)
	if err != nil {
		return c, err
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	err = d.Decode(&c)
	return c, err
}

func related(a *ast.Annotations) []string {
	out := []string{}
	for _, r := range a.RelatedResources {
		out = append(out, r.Ref.String())
	}
	return out
}

var kubernetesVersion = regexp.MustCompile(`^1\.[0-9]+$`)

func (c custom) check(r finding.Rule) error {
	var bad []error
	need := func(ok bool, format string, args ...any) {
		if !ok {
			bad = append(bad, fmt.Errorf(format, args...))
		}
	}
	need(r.Title != "", "title is missing")
	need(r.Description != "", "description is missing")
	need(r.Remediation != "", "remediation is missing")
	need(c.Evidence.Rank() >= 0, "unknown evidence %q: write config, users, entrypoint or tree", c.Evidence)
	need(c.Default == "" || c.Default == "on" || c.Default == "off", "default is %q: write on or off", c.Default)
	for _, p := range c.PSS {
		need(p.Level == "baseline" || p.Level == "restricted", "pss level %q: write baseline or restricted", p.Level)
		need(p.Check != "" && p.Reason != "", "pss needs check and reason")
		need(kubernetesVersion.MatchString(p.Since), "pss since %q: write a version such as 1.22", p.Since)
	}
	for _, name := range c.Parameters {
		need(slices.Contains(parameters(), name), "unknown parameter %q: write one of %s", name, strings.Join(parameters(), ", "))
	}
	return errors.Join(bad...)
}

// parameters are the names of the parameters, as the configuration has them.
func parameters() []string {
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[input.Parameters]()) {
		names = append(names, strings.ReplaceAll(f.Tag.Get("json"), "_", "-"))
	}
	return names
}

// inputKind reads `schemas: [{input: schema.KIND}]`. It must stand alone: a schema for a path below input would switch
// the type checker off for everything beside it.
func inputKind(a *ast.Annotations) (string, error) {
	if len(a.Schemas) != 1 || !a.Schemas[0].Path.Equal(ast.InputRootRef) || a.Schemas[0].Schema == nil {
		return "", errors.New("schemas must be exactly one: input: schema.KIND")
	}
	kind := strings.TrimPrefix(a.Schemas[0].Schema.String(), "schema.")
	if _, ok := inputTypes[kind]; !ok {
		return "", fmt.Errorf("unknown input kind %s: write schema. and one of %s",
			a.Schemas[0].Schema, strings.Join(Kinds(), ", "))
	}
	return kind, nil
}

// checkDeny demands at least one `deny contains …` and no other form of deny, which would not be a set.
func checkDeny(m *ast.Module) error {
	found := false
	for _, r := range m.Rules {
		if r.Head.Name != "deny" && r.Head.Reference.String() != "deny" {
			continue
		}
		if r.Head.RuleKind() != ast.MultiValue || len(r.Head.Reference) > 1 {
			return fmt.Errorf("deny at line %d is not a set: write deny contains … if", r.Location.Row)
		}
		found = true
	}
	if !found {
		return errors.New("no rule deny: write deny contains {\"msg\": …, \"path\": …} if { … }")
	}
	return nil
}
