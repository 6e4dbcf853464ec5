package dockerfile_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// golden is args.json of a case: how the Dockerfile beside it is built, and which paths of the result are asked for.
type golden struct {
	Target    string            `json:"target,omitempty"`
	BuildArgs map[string]string `json:"buildArgs,omitempty"`
	Contexts  map[string]string `json:"buildContexts,omitempty"` // DIR is the case's folder
	Platform  string            `json:"platform,omitempty"`
	Paths     []string          `json:"paths,omitempty"`
	// Only names the parts of the expectation that the case is about; empty: all but files.
	Lint bool `json:"lint,omitempty"`
}

// expectation is want.json.
type expectation struct {
	Error   string            `json:"error,omitempty"`
	User    string            `json:"user"`
	Unknown map[string]string `json:"unknown,omitempty"`
	At      string            `json:"userAt,omitempty"`
	Facts   map[string]any    `json:"userFacts,omitempty"`
	Config  map[string]any    `json:"config,omitempty"`
	Passwd  []string          `json:"passwd,omitempty"`
	Group   []string          `json:"group,omitempty"`
	Files   map[string]string `json:"files,omitempty"`
	Copies  []string          `json:"copies,omitempty"`
	Powers  []string          `json:"powers,omitempty"`
	Lint    []string          `json:"lint,omitempty"`
	Notes   []string          `json:"notes,omitempty"`
	Ignores []string          `json:"ignores,omitempty"`
}

func TestGolden(t *testing.T) {
	cases, err := filepath.Glob("testdata/golden/*/Dockerfile")
	if err != nil || len(cases) < 100 {
		t.Fatalf("found %d cases: %v", len(cases), err)
	}
	bases := newShelf(t)
	for _, file := range cases {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			g := readArgs(t, dir)
			got := asExpectation(t, file, g, bases)
			compare(t, filepath.Join(dir, "want.json"), got)
		})
	}
}

func readArgs(t *testing.T, dir string) golden {
	t.Helper()
	var g golden
	b, err := os.ReadFile(filepath.Join(dir, "args.json"))
	if errors.Is(err, os.ErrNotExist) {
		return g
	}
	if err == nil {
		err = json.Unmarshal(b, &g)
	}
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func compare(t *testing.T, name string, got expectation) {
	t.Helper()
	b, err := json.MarshalIndent(got, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	b = append(b, '\n')
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, b, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(b)); d != "" {
		t.Errorf("prediction differs from %s (-want +got):\n%s", name, d)
	}
}

func asExpectation(t *testing.T, file string, g golden, bases shelf) expectation {
	t.Helper()
	dir := filepath.Dir(file)
	contexts := map[string]string{}
	for name, v := range g.Contexts {
		contexts[name] = os.Expand(v, func(string) string { return dir })
	}
	opt := dockerfile.Options{File: file, Target: g.Target, BuildArgs: g.BuildArgs, BuildContexts: contexts, Bases: bases}
	if g.Platform != "" {
		_, err := fmt.Sscanf(g.Platform, "linux/%s", &opt.Platform.Architecture)
		if err != nil {
			t.Fatal(err)
		}
		opt.Platform.OS = "linux"
	}
	p, err := dockerfile.Predict(context.Background(), opt)
	if err != nil {
		return refused(err)
	}
	return describe(t, p, g)
}

func refused(err error) expectation {
	e := expectation{Error: err.Error()}
	var located *dockerfile.Error
	if errors.As(err, &located) {
		e.At = where(located.Location)
	}
	return e
}

func describe(t *testing.T, p *dockerfile.Prediction, g golden) expectation {
	t.Helper()
	c := p.Image.Config
	e := expectation{User: p.User.Value, Unknown: c.Unknown, At: where(p.User.Location), Facts: userFacts(p.User)}
	if p.User.Value != c.User || p.User.Unknown != c.Unknown["user"] {
		t.Errorf("the user is %q (%s) in the config and %q (%s) in the facts", c.User, c.Unknown["user"], p.User.Value, p.User.Unknown)
	}
	e.Config = map[string]any{
		"env": c.Env, "entrypoint": c.Entrypoint, "cmd": c.Cmd, "workdir": c.WorkingDir, "volumes": c.Volumes, "ports": c.ExposedPorts,
	}
	e.Passwd, e.Group = lines(t, p.Image, "/etc/passwd"), lines(t, p.Image, "/etc/group")
	for _, path := range g.Paths {
		if e.Files == nil {
			e.Files = map[string]string{}
		}
		e.Files[path] = lookup(t, p.Image, path)
	}
	for _, c := range p.Copies {
		e.Copies = append(e.Copies, fmt.Sprintf("%s %s %s %v→%s owner=%q %s mode=%q", where(c.Location), c.Keyword, c.Kind, c.Sources, c.Dest, c.Owner, ids(c), c.Mode))
	}
	for _, w := range p.Powers {
		e.Powers = append(e.Powers, fmt.Sprintf("%s %s (capability: %v)", where(w.Location), w.Command, w.Capability))
	}
	for _, n := range p.Notes {
		e.Notes = append(e.Notes, where(n.Location)+" "+n.Message)
	}
	for _, l := range p.Lint {
		if g.Lint {
			e.Lint = append(e.Lint, where(l.Location)+" "+l.Rule+": "+l.Message)
		}
	}
	for _, i := range p.Ignores {
		e.Ignores = append(e.Ignores, fmt.Sprintf("%s %v %q", where(i.Location), i.Rules, i.Reason))
	}
	return e
}

func userFacts(u dockerfile.User) map[string]any {
	out := map[string]any{}
	for _, v := range u.Undefined {
		out["undefined "+v.Name] = where(v.Location)
	}
	if u.Trailing != nil {
		out["trailing "+u.Trailing.Text] = where(u.Trailing.Location)
	}
	if u.Former != nil {
		out["former "+u.Former.Value] = where(u.Former.Location) + u.Former.Base
	}
	if u.Base != "" {
		out["base"] = u.Base
	}
	return out
}

func ids(c dockerfile.Copy) string {
	if c.UID == nil {
		return "?"
	}
	return fmt.Sprintf("%d:%d", *c.UID, *c.GID)
}

func where(l finding.Location) string {
	return fmt.Sprintf("%d:%d-%d:%d", l.Line, l.Column, l.EndLine, l.EndColumn)
}

// lines are those of passwd or group that are known, and why there may be others.
func lines(t *testing.T, img *image.Image, path string) []string {
	t.Helper()
	c, err := img.Files.Read(context.Background(), path, 1<<20)
	if errors.Is(err, rootfs.ErrNotRegular) {
		return nil
	} else if err != nil {
		t.Fatal(err)
	}
	out := slices.Clone(split(string(c.Data)))
	if c.Unknown != "" {
		out = append(out, "? "+c.Unknown)
	}
	return out
}

func lookup(t *testing.T, img *image.Image, path string) string {
	t.Helper()
	a, err := img.Files.Lookup(context.Background(), path)
	switch {
	case err != nil:
		t.Fatal(err)
	case a.Unknown != "":
		return "? " + a.Unknown
	case a.Entry == nil:
		return "absent"
	}
	e := a.Entry
	return fmt.Sprintf("%s %04o %d:%d %s", e.Type, e.Mode, e.UID, e.GID, e.Link)
}

func split(s string) []string {
	var out []string
	for len(s) > 0 {
		i := 0
		for i < len(s) && s[i] != '\n' {
			i++
		}
		out = append(out, s[:i])
		s = s[min(i+1, len(s)):]
	}
	return out
}
