package rootfs_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// links is a chain of n symbolic links that ends at the file "end".
func links(n int) string {
	var b strings.Builder
	b.WriteString("end x\n")
	for i := range n {
		to := fmt.Sprintf("l%d", i-1)
		if i == 0 {
			to = "end"
		}
		fmt.Fprintf(&b, "l%d -> %s\n", i, to)
	}
	return b.String()
}

func outcome(r rootfs.Resolution) string {
	s := fmt.Sprintf("%s at %s", r.Outcome, r.Path)
	if r.Entry != nil {
		s += " (" + string(r.Entry.Type) + ")"
	}
	return s
}

func TestResolve(t *testing.T) {
	m := image(t, "bin -> usr/bin\nusr/\nusr/bin/\nusr/bin/sh x\nusr/bin/abs -> /etc/passwd\netc/\netc/passwd x\n"+
		"etc/up -> ../../../usr/bin/sh\netc/far -> far/er\netc/dangling -> /none/here\nself -> self\n"+
		"a -> /b\n/b -> a\nslash -> etc/\nfileslash -> etc/passwd/\ndot -> .\nroot -> /\nup -> ..\n"+
		"usr/lib -> ../bin/../lib\nlib -> etc\n"+links(42))
	tests := map[string]string{
		"/":                 "found at / (dir)",
		"":                  "absent at /",
		"/etc/passwd":       "found at /etc/passwd (file)",
		"etc/passwd":        "found at /etc/passwd (file)",
		"//etc///passwd":    "found at /etc/passwd (file)",
		"/etc/./passwd":     "found at /etc/passwd (file)",
		"/etc/../etc":       "found at /etc (dir)",
		"/../../etc":        "found at /etc (dir)",
		"/etc/":             "found at /etc (dir)",
		"/etc/passwd/":      "not a directory at /etc/passwd",
		"/etc/passwd/x":     "not a directory at /etc/passwd",
		"/etc/passwd/..":    "not a directory at /etc/passwd",
		"/etc/passwd/.":     "not a directory at /etc/passwd",
		"/bin/sh":           "found at /usr/bin/sh (file)",
		"/bin":              "found at /usr/bin (dir)",
		"/bin/..":           "found at /usr (dir)", // a step up from where the link led, not from its name
		"/bin/abs":          "found at /etc/passwd (file)",
		"/etc/up":           "found at /usr/bin/sh (file)",
		"/etc/dangling":     "absent at /none",
		"/etc/none":         "absent at /etc/none",
		"/none/at/all":      "absent at /none",
		"/none/../etc":      "absent at /none",
		"/etc/far":          "loop at /etc/far",
		"/self":             "loop at /self",
		"/a/x":              "loop at /a",
		"/slash":            "found at /etc (dir)",
		"/fileslash":        "not a directory at /etc/passwd",
		"/slash/passwd":     "found at /etc/passwd (file)",
		"/dot/dot/dot/etc":  "found at /etc (dir)",
		"/root/etc":         "found at /etc (dir)",
		"/up/up/etc/passwd": "found at /etc/passwd (file)",
		"/usr/lib/passwd":   "loop at /usr/lib", // bin/.. is /usr, so that it leads to itself
		"/l39":              "found at /end (file)",
		"/l40":              "loop at /l0",
		"/l41":              "loop at /l1",
	}
	for path, want := range tests {
		for _, visit := range []func(rootfs.Entry) error{nil, func(rootfs.Entry) error { return nil }} {
			r, err := rootfs.Resolve(context.Background(), m, path, visit)
			if got := outcome(r); err != nil || got != want {
				t.Errorf("%q (visited: %v): got %s, %v, want %s", path, visit != nil, got, err, want)
			}
		}
	}
}

func TestResolveVisitsWhereNamesAreLookedUp(t *testing.T) {
	m := image(t, "bin -> usr/bin\n0711 usr/\n0700 1:2 usr/bin/\nusr/bin/sh -> ../../opt/sh\nopt/\nopt/sh x")
	var got []string
	_, err := rootfs.Resolve(context.Background(), m, "/bin/./sh", func(e rootfs.Entry) error {
		got = append(got, shown(e))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	root, usr, bin := "dir 0755 0:0 /", "dir 0711 0:0 /usr", "dir 0700 1:2 /usr/bin"
	want := []string{
		root,      // bin, a link
		root, usr, // usr, bin
		bin, bin, // ., sh, a link
		bin, usr, // .., ..
		root, "dir 0755 0:0 /opt", // opt, sh
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestResolveEndsWithTheVisitorsError(t *testing.T) {
	m := image(t, "etc/\netc/passwd x")
	stop := errors.New("permission denied")
	_, err := rootfs.Resolve(context.Background(), m, "/etc/passwd", func(e rootfs.Entry) error {
		if e.Path == "/etc" {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
}

func TestResolveReadsNoLayerForAModeNobodyAsks(t *testing.T) {
	all := []counted{count(t, "0700 etc/\nopt/x 1"), count(t, "etc/passwd -> ../run/users\nrun/users x")}
	r, err := rootfs.Resolve(context.Background(), open(all, rootfs.Options{}), "/etc/passwd", nil)
	if got := outcome(r); err != nil || got != "found at /run/users (file)" {
		t.Errorf("got %s, %v", got, err)
	}
	if diff := cmp.Diff([]int32{0, 1}, opened(all)); diff != "" {
		t.Error(diff)
	}
}

func TestResolveOfTheUnknown(t *testing.T) {
	all := []counted{count(t, "etc/\n"+noise(2000)), count(t, "a -> etc/passwd")}
	m := open(all, rootfs.Options{Limits: rootfs.Limits{Compressed: 1000}})
	r, err := rootfs.Resolve(context.Background(), m, "/a", nil)
	if err != nil || r.Outcome != rootfs.Undecided || !strings.Contains(r.Unknown, "larger than the layer read limit") {
		t.Errorf("got %+v, %v", r, err)
	}
}
