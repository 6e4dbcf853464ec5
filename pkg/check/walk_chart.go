package check

import (
	"context"
	"fmt"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// Chart is one chart with the values to render it with. A chart may be judged several times, each time with others.
type Chart struct {
	// Source is the SOURCE as for Options.Sources, Name what the report calls it.
	Source, Name string
	// Manifests renders it.
	Manifests manifest.Reader
}

// chart judges a chart. Values mean nothing to other sources, so they are an error there.
func (w *walk) chart(ctx context.Context, c Chart) {
	src, err := Classify(c.Source)
	if err == nil && src.Kind != Helm {
		err = fmt.Errorf("%s is no chart: values have no effect on it", c.Source)
	}
	if err != nil {
		w.fail(errorOf(c.Name, err))
		return
	}
	src.Text = c.Name
	w.manifestSource(ctx, src, &c.Manifests)
}

// claiming is the reader with only those of its renderers that claim a folder with the file: what a SOURCE is said to be
// decides, where its folder is several things.
func claiming(r *manifest.Reader, file string) *manifest.Reader {
	only := *r
	only.Renderers = slices.DeleteFunc(slices.Clone(r.Renderers), func(m manifest.Renderer) bool {
		return !m.Claims([]string{file})
	})
	return &only
}
