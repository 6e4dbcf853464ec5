package dockerfile_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// FuzzPredict looks for inputs that panic, that hang, or whose prediction contradicts itself.
func FuzzPredict(f *testing.F) {
	cases, err := filepath.Glob("testdata/golden/*/Dockerfile")
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range cases {
		b, err := os.ReadFile(c)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	bases := newShelf(f)
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, content []byte) {
		p, err := dockerfile.Predict(context.Background(), dockerfile.Options{
			File: "Dockerfile", Content: append([]byte{}, content...), ContextDir: dir, Bases: bases,
		})
		if err != nil {
			return
		}
		consistent(t, p)
	})
}

// consistent holds for every prediction.
func consistent(t *testing.T, p *dockerfile.Prediction) {
	t.Helper()
	c := p.Image.Config
	if p.User.Unknown != "" && p.User.Value != "" || p.User.Value != c.User || p.User.Location.Line < 1 {
		t.Errorf("user is %+v, in the config %q (%v)", p.User, c.User, c.Unknown)
	}
	if p.User.Unknown != "" && len(p.User.Undefined) > 0 {
		t.Errorf("an unknown user has undefined variables: %+v", p.User)
	}
	for _, path := range []string{"/etc/passwd", "/etc/group"} {
		a, err := p.Image.Files.Lookup(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		content, err := p.Image.Files.Read(context.Background(), path, 64<<20)
		switch {
		case a.Unknown != "" && (err != nil || content.Unknown == ""):
			t.Errorf("%s is unknown and reads %q, %v", path, content.Data, err)
		case a.Entry == nil && a.Unknown == "" && err == nil:
			t.Errorf("%s is absent and reads %q", path, content.Data)
		case a.Entry != nil && a.Entry.Type == rootfs.Regular && err != nil:
			t.Errorf("%s is there and does not read: %v", path, err)
		}
	}
	if _, err := p.Image.Files.Walk(context.Background(), func(rootfs.Entry) error { return nil }); err != nil {
		t.Errorf("walk: %v", err)
	}
}

func BenchmarkPredict(b *testing.B) {
	bases := newShelf(b)
	for _, name := range []string{"useradd-after-apt", "base-unread-through-env", "copy-chown-name"} {
		b.Run(name, func(b *testing.B) {
			file := filepath.Join("testdata/golden", name, "Dockerfile")
			for b.Loop() {
				p, err := dockerfile.Predict(context.Background(), dockerfile.Options{File: file, Bases: bases})
				if err != nil {
					b.Fatal(err)
				}
				if _, err := p.Image.Files.Read(context.Background(), "/etc/passwd", 1<<20); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
