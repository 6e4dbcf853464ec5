package dockerfile_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/fix/dockeredit"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/policies"
)

// TestEditsBuild edits every case in which the rules on USER find something, builds what comes of it, and looks at the user
// that the image then has. It needs what TestDifferential needs.
func TestEditsBuild(t *testing.T) {
	parts := os.Getenv("HULLCHECK_BUILDKIT")
	if parts == "" {
		t.Skip("set HULLCHECK_BUILDKIT to the directory that parts.sh filled")
	}
	s := newStore(t, parts, "bookworm", filepath.Join(t.TempDir(), "bases"))
	b := startBuilder(t, parts, s)
	e := newEngine(t)
	edited := 0
	for _, c := range readCases(t) {
		if !strings.Contains(c.name, os.Getenv("HULLCHECK_CASE")) {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			r, again := editCase(t, e, c, s)
			if len(r.Fixes) == 0 {
				return
			}
			edited++
			buildsAsPredicted(t, c, r, again, s, b)
			if t.Failed() {
				t.Logf("\n%s", r.Content)
			}
		})
	}
	t.Logf("%d edited Dockerfiles were built", edited)
	if edited < 40 && os.Getenv("HULLCHECK_CASE") == "" {
		t.Error("too few cases were edited")
	}
}

func newEngine(t *testing.T) *check.Engine {
	t.Helper()
	set, err := policy.Load(t.Context(), policy.Source{FS: policies.FS, Builtin: true})
	if err != nil {
		t.Fatal(err)
	}
	users := check.Selection{
		Profile: check.Hardened, KubernetesMinor: check.NewestKnown, Globs: []string{"-*", "+image/user-*", "+dockerfile/*"},
	}
	e, err := check.NewEngine(t.Context(), set, users, identity.Containerd, false)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// editCase resolves what is found in a case.
func editCase(t *testing.T, e *check.Engine, c testCase, s *store) (*dockeredit.Result, dockeredit.Judge) {
	t.Helper()
	judge := func(ctx context.Context, content []byte) (*dockerfile.Prediction, []finding.Finding, error) {
		p, err := dockerfile.Predict(ctx, dockerfile.Options{
			File: filepath.Join(c.dir, "Dockerfile"), Content: content, Target: c.target, BuildArgs: c.buildArgs, Bases: s,
		})
		if err != nil {
			return nil, nil, err
		}
		v, err := e.Dockerfile(ctx, p, check.Agreed{})
		return p, v.Findings, err
	}
	_, findings, err := judge(t.Context(), []byte(c.text))
	if err != nil {
		t.Fatal(err)
	}
	r, err := dockeredit.Edit(t.Context(), []byte(c.text), findings, judge, dockeredit.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r, judge
}

func buildsAsPredicted(t *testing.T, c testCase, r *dockeredit.Result, judge dockeredit.Judge, s *store, b *builder) {
	t.Helper()
	write(t, filepath.Join(c.dir, "Dockerfile"), r.Content)
	img, said, err := b.build(c)
	if err != nil {
		t.Fatal(err)
	}
	if img == nil {
		t.Fatalf("the edited file does not build: %s", said)
	}
	p, left, err := judge(t.Context(), r.Content)
	if err != nil {
		t.Fatal(err)
	}
	v, err := compare(p, img, s)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range v.wrong {
		t.Errorf("%s", w)
	}
	if len(left) == 0 {
		hasEntry(t, img, s)
	}
}

// hasEntry: USER is a number other than 0, and passwd has it.
func hasEntry(t *testing.T, img v1.Image, s *store) {
	t.Helper()
	file, err := img.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	files, err := unpack(img, s)
	if err != nil {
		t.Fatal(err)
	}
	uid, _, _ := strings.Cut(file.Config.User, ":")
	if n, err := strconv.Atoi(uid); err != nil || n <= 0 {
		t.Errorf("USER is %q", file.Config.User)
	}
	if !strings.Contains(files["/etc/passwd"].data, ":"+uid+":") {
		t.Errorf("USER %s has no entry in\n%s", file.Config.User, files["/etc/passwd"].data)
	}
}
