// Package dockerfile_test compares what pkg/dockerfile predicts with what buildkitd of the same version builds.
package dockerfile_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
)

// TestDifferential builds every case and compares. It needs root and the parts that parts.sh builds, in the directory
// that HULLCHECK_BUILDKIT names.
func TestDifferential(t *testing.T) {
	parts := os.Getenv("HULLCHECK_BUILDKIT")
	if parts == "" {
		t.Skip("set HULLCHECK_BUILDKIT to the directory that parts.sh filled")
	}
	cases := readCases(t)
	var sum summary
	for _, suite := range []string{"bookworm", "trixie"} {
		s := newStore(t, parts, suite, filepath.Join(t.TempDir(), "bases"))
		b := startBuilder(t, parts, s)
		for _, c := range cases {
			if only := os.Getenv("HULLCHECK_CASE"); !strings.Contains(c.name, only) || suite != "bookworm" && !hasAccounts(c) {
				continue
			}
			t.Run(suite+"/"+c.name, func(t *testing.T) { sum.add(t, c, s, b) })
		}
	}
	sum.print(t)
}

// hasAccounts tells whether a case depends on the version of Debian's own programs.
func hasAccounts(c testCase) bool { return strings.HasPrefix(c.name, "debian-") }

// summary counts.
type summary struct {
	seen                                           map[string]bool
	again                                          int // cases that were built on a second base
	cases, wrong, user, passwd, aboutUsers, shapes int
	files, filesUnknown                            int
}

func (s *summary) add(t *testing.T, c testCase, st *store, b *builder) {
	t.Helper()
	img, said, err := b.build(c)
	if err != nil {
		t.Fatal(err)
	}
	if img == nil {
		t.Fatalf("the case does not build:\n%s\n%s", c.text, said)
	}
	p, err := dockerfile.Predict(context.Background(), dockerfile.Options{
		File: filepath.Join(c.dir, "Dockerfile"), Target: c.target, BuildArgs: c.buildArgs, Bases: st,
	})
	if err != nil {
		s.cases++
		s.wrong++
		t.Fatalf("builds, and is predicted not to: %v", err)
	}
	v, err := compare(p, img, st)
	if err != nil {
		t.Fatal(err)
	}
	s.count(c, v)
	for _, w := range v.wrong {
		t.Errorf("%s", w)
	}
	for _, n := range p.Notes {
		if strings.Contains(n.Message, "seems to fail") {
			t.Errorf("line %d: %s", n.Location.Line, n.Message)
		}
	}
	if v.passwdUnknown {
		t.Logf("passwd is not known in full: %s", v.unknownPasswdBecause)
	}
	if os.Getenv("HULLCHECK_CASE") != "" {
		t.Log(strings.Join(v.reasons, "\n"))
	}
	if t.Failed() {
		t.Log("\n" + c.text)
	}
}

func (s *summary) count(c testCase, v verdict) {
	s.cases++
	s.files, s.filesUnknown = s.files+v.files, s.filesUnknown+v.filesUnknown
	if len(v.wrong) > 0 {
		s.wrong++
	}
	if v.userUnknown {
		s.user++
	}
	if v.passwdUnknown {
		s.passwd++
	}
	if touchesUsers(c.text) {
		s.aboutUsers++
	}
	if strings.HasPrefix(c.name, "shape-") {
		s.shapes++
	}
	if s.seen[c.name] {
		s.again++
	}
	if s.seen == nil {
		s.seen = map[string]bool{}
	}
	s.seen[c.name] = true
}

// touchesUsers tells whether a RUN or COPY of the file is about users.
func touchesUsers(text string) bool {
	for _, word := range []string{
		"useradd", "adduser", "groupadd", "addgroup", "usermod", "userdel", "deluser", "groupdel",
		"groupmod", "gpasswd", "chsh", "/etc/passwd", "passwd", "--chown", "chown",
	} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

func (s *summary) print(t *testing.T) {
	t.Helper()
	if s.cases == 0 {
		t.Fatal("no case was compared")
	}
	share := func(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }
	t.Logf("%d of %d, %d wrong, unknown USER %.1f %%, passwd %.1f %% (%d cases touch users, %d have the shape of public files; of %d files %.1f %% unknown)",
		s.cases-s.wrong, s.cases, s.wrong, share(s.user, s.cases), share(s.passwd, s.cases), s.aboutUsers, s.shapes, s.files, share(s.filesUnknown, s.files))
	if os.Getenv("HULLCHECK_CASE") != "" {
		return
	}
	if s.wrong > 0 || share(s.user, s.cases) >= 2 || share(s.passwd, s.cases) >= 15 {
		t.Error("the shares of wrong or unknown answers are too high")
	}
	if once := s.cases - s.again; s.cases < 150 || 2*s.aboutUsers < s.cases || 3*s.shapes < once {
		t.Error("too few cases, or too few about users or of public shapes")
	}
}
