package dockeredit_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/fix/dockeredit"
)

// FuzzEdit gives it any bytes: no panic, and what Edit promises holds.
func FuzzEdit(f *testing.F) {
	cases, err := filepath.Glob("testdata/golden/*/Dockerfile")
	if err != nil || len(cases) == 0 {
		f.Fatalf("found %d cases: %v", len(cases), err)
	}
	for _, name := range cases {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	o := dockerfile.Options{File: "Dockerfile", ContextDir: f.TempDir(), Bases: images(f)}
	f.Fuzz(func(t *testing.T, content []byte) {
		if len(content) > 4<<10 {
			return
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		j := judge(t, o)
		_, findings, err := j(ctx, content)
		if err != nil {
			return
		}
		r, err := dockeredit.Edit(ctx, content, findings, j, dockeredit.Options{})
		if err != nil {
			t.Fatalf("edit %q: %v", content, err)
		}
		holds(t, string(content), r, findings, o)
	})
}
