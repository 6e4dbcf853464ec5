package rulesource

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/policy"
)

// Scheme begins the name of rules in a registry.
const Scheme = "oci://"

// Fetcher fetches artifacts: *image.Opener.
type Fetcher interface {
	Artifact(ctx context.Context, ref string, limit int64) (*image.Artifact, error)
}

// Remote tells whether any of the names is fetched from a registry.
func Remote(names []string) bool {
	for _, n := range names {
		if strings.HasPrefix(n, Scheme) {
			return true
		}
	}
	return false
}

// Opened are rules that were found.
type Opened struct {
	Sources []policy.Source
	// Movable are the names that another push changes, each followed by what to write instead.
	Movable [][2]string
}

// Open finds the rules of every name. The fetcher may be nil where none is Remote.
func Open(ctx context.Context, names []string, fetcher Fetcher) (*Opened, error) {
	out := &Opened{}
	var bad []error
	for _, n := range names {
		bad = append(bad, out.open(ctx, n, fetcher))
	}
	return out, errors.Join(bad...)
}

func (o *Opened) open(ctx context.Context, name string, fetcher Fetcher) error {
	ref, remote := strings.CutPrefix(name, Scheme)
	if !remote {
		info, err := os.Stat(name)
		switch {
		case err != nil:
			return fmt.Errorf("read policy: %w", err)
		case !info.IsDir():
			return fmt.Errorf("read policy: %s is not a folder", name)
		}
		o.Sources = append(o.Sources, policy.Source{Name: name, FS: os.DirFS(name)})
		return nil
	}
	a, err := fetcher.Artifact(ctx, ref, maxFetched)
	if err != nil {
		return fmt.Errorf("read policy %s: %w", name, err)
	}
	fsys, err := unpack(a)
	if err != nil {
		return fmt.Errorf("read policy %s: %w", name, err)
	}
	if !strings.Contains(ref, "@") {
		o.Movable = append(o.Movable, [2]string{name, name + "@" + a.Digest})
	}
	o.Sources = append(o.Sources, policy.Source{Name: name, FS: fsys})
	return nil
}
