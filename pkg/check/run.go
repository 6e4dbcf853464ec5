package check

import (
	"context"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// Run judges all sources and returns one report. Whatever of them could not be judged stands in the report's errors, and
// the rest is judged all the same; the error that Run returns is for what stopped it as a whole: a bad selection of
// rules, or a cancelled context.
func Run(ctx context.Context, o Options) (*finding.Report, error) {
	o = o.withDefaults()
	engine, err := NewEngine(ctx, o.Rules, o.Selection, o.Runtime, o.Deep)
	if err != nil {
		return nil, err
	}
	r := &run{walk: walk{Options: o}, engine: engine, reader: newReader(o)}
	r.visitor = r
	if err := r.all(ctx); err != nil {
		return nil, err
	}
	return r.report(), nil
}

// run collects what the engine says of everything that the walk meets.
type run struct {
	walk
	engine *Engine
	reader *reader

	judgedMu sync.Mutex
	judged
}

func (r *run) object(ctx context.Context, o *manifest.Object, place int) error {
	j, err := r.engine.judgeObject(ctx, o, place, imagesFor(r.Images, r.reader))
	r.add(j)
	return err
}

func (r *run) image(ctx context.Context, img *image.Image, _ int) error {
	j, err := r.engine.judgeImage(ctx, img)
	r.add(j)
	return err
}

func (r *run) add(j judged) {
	r.judgedMu.Lock()
	defer r.judgedMu.Unlock()
	r.hits = append(r.hits, j.hits...)
	r.notJudged = append(r.notJudged, j.notJudged...)
}

// imagesFor is where the images come from that manifests name.
func imagesFor(mode ImagesMode, r *reader) Images {
	if mode == ImagesOff {
		return NoImages{}
	}
	return r
}
