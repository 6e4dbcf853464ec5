package known_test

import (
	"context"
	"fmt"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/moby/patternmatcher"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

func session() *known.Session { return known.NewSession(context.Background(), known.PredictionBudget) }

func source(t *testing.T, entries ...imagetest.Entry) known.Source {
	t.Helper()
	l, err := imagetest.Layer(entries, nil, imagetest.Plain)
	if err != nil {
		t.Fatal(err)
	}
	return known.FromFiles(rootfs.New([]v1.Layer{l}, rootfs.Options{}))
}

// show is an answer on one line.
func show(t *known.Tree, path string) string {
	a := t.Look(session(), path)
	switch {
	case a.Unknown != "":
		return "? " + a.Unknown
	case a.Entry == nil:
		return "absent"
	}
	return fmt.Sprintf("%s %04o %d:%d%s", a.Entry.Type, a.Entry.Mode, a.Entry.UID, a.Entry.GID, a.Entry.Link)
}

func want(t *testing.T, tree *known.Tree, answers map[string]string) {
	t.Helper()
	for path, answer := range answers {
		if got := show(tree, path); got != answer {
			t.Errorf("%s: %s, want %s", path, got, answer)
		}
	}
}

func file(path string) rootfs.Entry {
	return rootfs.Entry{Path: path, Type: rootfs.Regular, Mode: 0o644}
}

func TestAbsenceBecomesUnknownAndPresenceStays(t *testing.T) {
	s, tree := session(), known.Over(source(t, imagetest.Entry{Path: "etc/passwd", Content: "root:x:0:0::/:\n"}, imagetest.Entry{Path: "bin/a"}), "/")
	tree.Remove(s, "/bin/a")
	tree.Doubt(known.Doubt{Because: "line 2: x", Accounts: known.AnyAccount})
	tree.Put(s, file("/after"), &known.Content{})
	tree.Remove(s, "/gone")
	want(t, tree, map[string]string{
		"/etc/passwd": "file 0644 0:0", "/bin": "dir 0755 0:0", "/bin/a": "? line 2: x", "/new": "? line 2: x",
		"/after": "file 0644 0:0", "/gone": "absent", "/etc/passwd/x": "? line 2: x",
	})
	c, err := tree.Read(context.Background(), "/etc/passwd", 1<<20)
	if err != nil || string(c.Data) != "root:x:0:0::/:\n" || c.Unknown != "line 2: x" {
		t.Errorf("passwd reads %q, %q, %v", c.Data, c.Unknown, err)
	}
}

func TestDoubtsThatConcernNoAccount(t *testing.T) {
	tree := known.Over(source(t, imagetest.Entry{Path: "etc/passwd", Content: "a"}), "/")
	tree.Doubt(known.Doubt{Because: "line 2: go build"})
	want(t, tree, map[string]string{"/etc/group": "absent", "/etc/shadow": "? line 2: go build"})
	if c, err := tree.Read(context.Background(), "/etc/passwd", 1<<20); err != nil || c.Unknown != "" {
		t.Errorf("passwd is doubted: %q, %v", c.Unknown, err)
	}
}

func TestForksGoTheirOwnWay(t *testing.T) {
	s, a := session(), known.Over(source(t, imagetest.Entry{Path: "d/x"}), "/")
	a.Put(s, file("/d/y"), &known.Content{Data: []byte("1")})
	b := a.Fork()
	b.Remove(s, "/d/x")
	a.Put(s, file("/d/z"), nil)
	b.Doubt(known.Doubt{Because: "b"})
	want(t, a, map[string]string{"/d/x": "file 0644 0:0", "/d/y": "file 0644 0:0", "/d/z": "file 0644 0:0", "/q": "absent"})
	want(t, b, map[string]string{"/d/x": "? b", "/d/y": "file 0644 0:0", "/d/z": "? b", "/q": "? b"})
}

func TestJoinKeepsWhatBothWaysHave(t *testing.T) {
	s, a := session(), known.Over(source(t, imagetest.Entry{Path: "etc/passwd", Content: "root:x:0:0::/:\n"}, imagetest.Entry{Path: "d/x"}), "/")
	b := a.Fork()
	a.Put(s, file("/d/both"), &known.Content{})
	b.Put(s, file("/d/both"), &known.Content{})
	a.Put(s, file("/d/one"), &known.Content{})
	b.Remove(s, "/d/x")
	a.SetContent(s, "/etc/passwd", known.Content{Data: []byte("root:x:0:0::/:\na:x:1:1::/:\n")})
	j := known.Join(s, a, b, "which")
	want(t, j, map[string]string{"/d/both": "file 0644 0:0", "/d/one": "? which", "/d/x": "? which", "/d/never": "absent", "/etc/passwd": "file 0644 0:0"})
	c, err := j.Read(context.Background(), "/etc/passwd", 1<<20)
	if err != nil || string(c.Data) != "root:x:0:0::/:\n" || c.Unknown != "which" {
		t.Errorf("passwd reads %q, %q, %v", c.Data, c.Unknown, err)
	}
	if same := known.Join(s, a, a, "which"); same != a {
		t.Error("a join with itself is another tree")
	}
}

func TestCopyOfADirectory(t *testing.T) {
	from := source(t, imagetest.Entry{Path: "src", Dir: true, Mode: "0700", UID: 9}, imagetest.Entry{Path: "src/a", UID: 9},
		imagetest.Entry{Path: "src/sub", Dir: true, Mode: "0711"}, imagetest.Entry{Path: "src/sub/b", Mode: "4755"}, imagetest.Entry{Path: "src/l", Link: "a"})
	mode := uint32(0o640)
	for _, c := range []struct {
		name    string
		copy    known.Copy
		answers map[string]string
	}{
		{"contents into a new directory", known.Copy{Dest: "/d", Contents: true}, map[string]string{
			"/d": "dir 0755 0:0", "/d/a": "file 0644 9:0", "/d/sub": "dir 0711 0:0", "/d/sub/b": "file 4755 0:0", "/d/l": "symlink 0777 0:0a",
		}},
		{"contents into a directory that is there", known.Copy{Dest: "/old", Contents: true}, map[string]string{
			"/old": "dir 0750 7:7", "/old/a": "file 0644 9:0", "/old/kept": "file 0644 0:0", "/old/sub": "dir 0711 0:0", "/old/sub/mine": "file 0644 0:0",
		}},
		{"itself, as cp -a does", known.Copy{Dest: "/old"}, map[string]string{"/old/src": "dir 0700 9:0", "/old/src/a": "file 0644 9:0"}},
		{"with owner and mode", known.Copy{Dest: "/d/", Contents: true, As: known.Transform{Owner: &known.Owner{UID: 5, GID: 6}, Mode: &mode}}, map[string]string{
			"/d": "dir 0640 5:6", "/d/a": "file 0640 5:6", "/d/sub": "dir 0640 5:6", "/d/sub/b": "file 0640 5:6", "/d/l": "symlink 0777 5:6a",
		}},
		{"with an owner that is not known", known.Copy{Dest: "/d", Contents: true, As: known.Transform{Owner: &known.Owner{Unknown: "why"}}}, map[string]string{
			"/d/a": "? its owner is not known: why",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, tree := session(), known.Empty()
			tree.Mkdir(s, rootfs.Entry{Path: "/old", Type: rootfs.Directory, Mode: 0o750, UID: 7, GID: 7})
			tree.Put(s, file("/old/kept"), nil)
			tree.Put(s, file("/old/sub/mine"), nil)
			c.copy.From, c.copy.Source, c.copy.Name = from, "/src", "src"
			if why := tree.Copy(s, c.copy); why != "" {
				t.Fatal(why)
			}
			want(t, tree, c.answers)
		})
	}
}

func TestCopyOfAFile(t *testing.T) {
	from := source(t, imagetest.Entry{Path: "f", Mode: "0600", UID: 3})
	s, tree := session(), known.Over(known.Unread("unread"), "/")
	tree.Mkdir(s, rootfs.Entry{Path: "/dir", Type: rootfs.Directory, Mode: 0o755})
	for _, dest := range []string{"/into/", "/a/b", "/etc/passwd", "/x.sh"} {
		if why := tree.Copy(s, known.Copy{From: from, Source: "/f", Name: "f", Dest: dest, Because: "line 1: COPY"}); why != "" {
			t.Fatal(why)
		}
	}
	want(t, tree, map[string]string{
		"/into/f": "file 0600 3:0", "/into": "? unread", "/a/b": "? line 1: COPY into what may be a directory: unread", "/a/c": "? unread",
		"/etc/passwd": "file 0600 3:0", "/etc": "dir 0755 0:0", "/etc/group": "? unread", "/x.sh": "file 0600 3:0", "/dir": "? unread",
	})
	if why := known.Empty().Copy(s, known.Copy{From: from, Source: "/nope", Dest: "/x"}); why != "/nope is not there" {
		t.Errorf("a copy of nothing says %q", why)
	}
}

func TestCopyPatterns(t *testing.T) {
	matcher := func(p ...string) *patternmatcher.PatternMatcher {
		m, err := patternmatcher.New(p)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	from := source(t, imagetest.Entry{Path: "d/a.md"}, imagetest.Entry{Path: "d/b"}, imagetest.Entry{Path: "d/e/c"})
	s, tree := session(), known.Empty()
	tree.Copy(s, known.Copy{From: from, Source: "/d", Dest: "/x", Contents: true, As: known.Transform{Exclude: matcher("*.md", "e")}})
	tree.Copy(s, known.Copy{From: from, Source: "/", Dest: "/p", Contents: true, As: known.Transform{Include: matcher("d/e/c")}})
	want(t, tree, map[string]string{
		"/x/a.md": "absent", "/x/b": "file 0644 0:0", "/x/e": "absent", "/x/e/c": "absent", "/p/d/e/c": "file 0644 0:0", "/p/d/b": "absent",
	})
}

func TestResolve(t *testing.T) {
	tree := known.Over(source(t, imagetest.Entry{Path: "usr/bin/x"}, imagetest.Entry{Path: "bin", Link: "usr/bin"}, imagetest.Entry{Path: "up", Link: "../../etc"},
		imagetest.Entry{Path: "loop", Link: "loop"}, imagetest.Entry{Path: "abs", Link: "/bin/x"}), "/")
	for path, leads := range map[string]string{
		"/bin/x": "/usr/bin/x", "/bin": "/usr/bin", "/up/passwd": "/etc/passwd", "/abs": "/usr/bin/x", "/bin/../y": "/usr/y", "/../../z": "/z", "/a//b/.": "/a/b",
	} {
		if at := tree.Resolve(session(), path, true); at.Path != leads {
			t.Errorf("%s leads to %s, want %s", path, at.Path, leads)
		}
	}
	if at := tree.Resolve(session(), "/bin", false); at.Path != "/bin" {
		t.Errorf("the last link was followed to %s", at.Path)
	}
	if at := tree.Resolve(session(), "/loop", true); at.Answer.Unknown == "" {
		t.Error("a loop has an end")
	}
}

func TestChmodAndChownOfWholeDirectories(t *testing.T) {
	s, tree := session(), known.Over(source(t, imagetest.Entry{Path: "d/suid", Mode: "4711"}, imagetest.Entry{Path: "d/sub", Dir: true, Mode: "2750"}), "/")
	tree.Chown(s, "/d", known.Owner{UID: 5, GID: 6})
	want(t, tree, map[string]string{"/d": "dir 0755 5:6", "/d/suid": "file 0711 5:6", "/d/sub": "dir 2750 5:6"})
	tree.Chmod(s, "/d", nil, "g=u")
	want(t, tree, map[string]string{"/d/suid": "file 0771 5:6", "/d/sub": "dir 2770 5:6"})
	mode := uint32(0o700)
	tree.Chmod(s, "/d", &mode, "")
	want(t, tree, map[string]string{"/d/suid": "file 0700 5:6"})
}

func TestOverlayReplacesLinks(t *testing.T) {
	s, lower, upper := session(), known.Over(source(t, imagetest.Entry{Path: "bin", Link: "usr/bin"}, imagetest.Entry{Path: "etc/a"}), "/"), known.Empty()
	upper.Put(s, file("/bin/x"), nil)
	upper.Put(s, file("/etc/b"), nil)
	lower.Overlay(upper)
	want(t, lower, map[string]string{"/bin": "dir 0755 0:0", "/bin/x": "file 0644 0:0", "/etc/a": "file 0644 0:0", "/etc/b": "file 0644 0:0"})
}

func TestWalkVisitsAllThatIsKnown(t *testing.T) {
	s, tree := session(), known.Over(source(t, imagetest.Entry{Path: "a/b"}), "/")
	tree.Put(s, file("/c/d"), nil)
	var seen []string
	walk := func() string {
		seen = nil
		unknown, err := tree.Walk(context.Background(), func(e rootfs.Entry) error { seen = append(seen, e.Path); return nil })
		if err != nil {
			t.Fatal(err)
		}
		return unknown
	}
	if unknown := walk(); unknown != "" || fmt.Sprint(seen) != "[/ /a /a/b /c /c/d]" {
		t.Errorf("saw %v, unknown %q", seen, unknown)
	}
	tree.Doubt(known.Doubt{Because: "line 9"})
	if unknown := walk(); unknown != "line 9" || len(seen) != 5 {
		t.Errorf("saw %v, unknown %q", seen, unknown)
	}
}

func TestWorkIsBounded(t *testing.T) {
	s := known.NewSession(context.Background(), 100)
	tree := known.Empty()
	for i := range 200 {
		tree.Put(s, file(fmt.Sprintf("/d/%d", i)), nil)
	}
	if !s.Exhausted() {
		t.Error("more work was done than allowed")
	}
}
