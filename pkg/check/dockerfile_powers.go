package check

import (
	"context"
	"fmt"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// lasting are the powers that the image still has at its end, as far as that is known: a folder's setgid bit gives none,
// and a later step may take a bit back.
func lasting(ctx context.Context, p *dockerfile.Prediction) ([]dockerfile.Power, error) {
	var out []dockerfile.Power
	for _, power := range p.Powers {
		if power.Capability || power.Path == "" {
			out = append(out, power)
			continue
		}
		a, err := p.Image.Files.Lookup(ctx, power.Path)
		if err != nil {
			return nil, fmt.Errorf("read predicted file: %w", err)
		}
		known := a.Unknown == "" && a.Entry != nil
		if known && (a.Entry.Type != rootfs.Regular || a.Entry.Mode&setsID == 0) {
			continue
		}
		out = append(out, power)
	}
	return out, nil
}
