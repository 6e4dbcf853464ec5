package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

func TestProgress(t *testing.T) {
	var out bytes.Buffer
	p := &progress{w: &out, layers: map[v1.Hash]layerProgress{}}
	a := v1.Hash{Algorithm: "sha256", Hex: strings.Repeat("a", 64)}
	b := v1.Hash{Algorithm: "sha256", Hex: strings.Repeat("b", 64)}
	p.layer(a, 512<<10, 3<<20)
	if got, want := out.String(), "\r\x1b[Kreading layer aaaaaaaaaaaa 512KiB of 3MiB"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	p.layer(b, 1<<20, 0)
	if out.String() != "\r\x1b[Kreading layer aaaaaaaaaaaa 512KiB of 3MiB" {
		t.Errorf("redrawn at once: %q", &out)
	}
	out.Reset()
	p.last = time.Time{}
	p.layer(a, 3<<20, 3<<20)
	if got, want := out.String(), "\r\x1b[Kreading layer bbbbbbbbbbbb 1MiB"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	out.Reset()
	p.wipe()
	p.wipe()
	if got := out.String(); got != "\r\x1b[K" {
		t.Errorf("wiped twice: %q", got)
	}
	var none *progress
	none.wipe()
}

// Progress is for terminals: a pipe gets none.
func TestProgressNeedsATerminal(t *testing.T) {
	if newProgress(&bytes.Buffer{}) != nil {
		t.Error("a buffer is no terminal")
	}
}

func TestSize(t *testing.T) {
	for text, want := range map[string]int64{"2GiB": 2 << 30, "64MiB": 64 << 20, "10k": 10 << 10, "5": 5} {
		var s size
		if err := s.Set(text); err != nil || int64(s) != want {
			t.Errorf("%s: %d, %v", text, s, err)
		}
	}
	var s size
	for _, text := range []string{"", "0", "-1", "many", "1 2"} {
		if err := s.Set(text); err == nil {
			t.Errorf("%q: %d", text, s)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"check", "whoami", "rules", "explain"}
	for typed, want := range map[string]string{
		"chekc": "check", "whoam": "whoami", "rule": "rules", "deploy.yaml": "", "x": "", "exlpain": "explain",
	} {
		if got := nearest(typed, names); got != want {
			t.Errorf("%s: %q, want %q", typed, got, want)
		}
	}
}
