package check_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// farAway says of every image that it lies in a registry, and notes whose files are asked for.
type farAway struct {
	check.Opener
	mu    sync.Mutex
	asked []string
}

func (f *farAway) Open(ctx context.Context, req image.Request) ([]*image.Image, error) {
	images, err := f.Opener.Open(ctx, req)
	for i := range images {
		c := *images[i]
		c.Source = "registry:" + req.Ref
		c.Files = &noted{Files: c.Files, ref: req.Ref, by: f}
		images[i] = &c
	}
	return images, err
}

type noted struct {
	rootfs.Files
	ref string
	by  *farAway
}

func (n *noted) note() {
	n.by.mu.Lock()
	defer n.by.mu.Unlock()
	if !slices.Contains(n.by.asked, n.ref) {
		n.by.asked = append(n.by.asked, n.ref)
	}
}

func (n *noted) Lookup(ctx context.Context, p string) (rootfs.Answer, error) {
	n.note()
	return n.Files.Lookup(ctx, p)
}

func (n *noted) Read(ctx context.Context, p string, limit int64) (rootfs.Content, error) {
	n.note()
	return n.Files.Read(ctx, p, limit)
}

func (n *noted) Walk(ctx context.Context, visit func(rootfs.Entry) error) (string, error) {
	n.note()
	return n.Files.Walk(ctx, visit)
}

// The layers of a base are read only where the users may stand in them.
func TestOnlyTheBasesThatTellAreRead(t *testing.T) {
	const node, debian = "docker.io/library/node:latest", "docker.io/library/debian:latest"
	tests := []struct{ name, text, asked, findings string }{
		{
			"builder", "FROM debian AS build\nWORKDIR /src\nRUN make -o /out\nFROM node\nCOPY --from=build /out /out\nUSER 1000\n",
			node, "",
		},
		{"no base at all", "FROM debian AS build\nRUN make\nFROM scratch\nCOPY --from=build /out /out\nUSER 0\n", "", "image/user-root"},
		{
			"users of the builder",
			"FROM node AS build\nRUN make\nFROM scratch\nCOPY --from=build /etc/passwd /etc/passwd\nUSER node\n",
			node, "image/user-non-numeric",
		},
		{
			"users of the builder's own", "FROM node AS build\nFROM debian\nCOPY --from=build /etc/passwd /etc/passwd\nUSER 1000\n",
			debian + " " + node, "",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			workIn(t, map[string]string{"Dockerfile": tt.text})
			o := options(t, "Dockerfile")
			o.Mappings = bases(t)
			far := &farAway{Opener: o.Opener}
			o.Opener = far
			r := run(t, o)
			slices.Sort(far.asked)
			var rules []string
			for _, f := range r.Findings {
				rules = append(rules, f.Rule)
			}
			if got := strings.Join(far.asked, " "); got != tt.asked || strings.Join(rules, " ") != tt.findings {
				t.Errorf("asked %q, want %q; findings %q, want %q", got, tt.asked, rules, tt.findings)
			}
		})
	}
}
