package check

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// Result is a report and what the command line says beside it.
type Result struct {
	*finding.Report
	// Known is what a new baseline has to hold; only with Agreed.Record.
	Known []finding.Finding
	// Fixed are the entries of the baseline that no finding matches any more.
	Fixed []config.Known
	// Answers say as whom the judged containers run, where Options.Answers asks for it: in the order of the sources, and of
	// an image or Dockerfile SOURCE as of a pod without any setting.
	Answers []Answer
	// Warnings are exceptions that are not as they must be, expired, without end, or of no use.
	Warnings config.Problems

	run *run
}

// Run judges all sources and returns one report. Whatever of them could not be judged stands in the report's errors, and
// the rest is judged all the same; the error that Run returns is for what stopped it as a whole: a bad selection of
// rules, or a cancelled context.
func Run(ctx context.Context, o Options) (*Result, error) {
	o = o.withDefaults()
	engine, err := NewEngine(ctx, o.Rules, o.Selection, o.Runtime, o.Deep)
	if err != nil {
		return nil, err
	}
	engine.answers = o.Answers
	r := &run{
		walk: walk{Options: o, reader: newReader(o)}, engine: engine, inventory: newInventory(engine.rules),
		notJudged: map[finding.NotJudged]bool{},
	}
	r.visitor = r
	if err := r.all(ctx); err != nil {
		return nil, err
	}
	if err := r.compareObjects(ctx); err != nil {
		return nil, err
	}
	return r.result(ctx), nil
}

// run collects what the engine says of everything that the walk meets.
type run struct {
	walk
	engine    *Engine
	inventory *inventory

	judgedMu sync.Mutex
	// hits are those of each thing that was judged. They are joined when all are known: a list that grows is copied.
	hits      [][]hit
	notJudged map[finding.NotJudged]bool
	answers   []placedAnswer
	warnings  config.Problems
	// built are the images of image sources, and files the Dockerfiles, in no order.
	built []*image.Image
	files []predicted
	// fixables are what the Fixer is asked about, by place.
	fixables map[int]fixable
}

func (r *run) object(ctx context.Context, o *manifest.Object, place int) error {
	j, err := r.engine.judgeObject(ctx, o, place, imagesFor(r.Images, r.reader))
	origin, bad := r.Agreed.originOf(o)
	j.comesFrom(origin)
	of := r.alternatives[o.Source]
	j.renderedBy(of)
	r.add(j, bad...)
	r.keep(place, fixable{object: o})
	return errors.Join(err, r.inventory.add(o, place, origin, of))
}

// compareObjects judges what can be judged only when all objects are known.
func (r *run) compareObjects(ctx context.Context) error {
	hits, err := r.inventory.judge(ctx, r.engine)
	if ctx.Err() != nil {
		return fmt.Errorf("stopped: %w", context.Cause(ctx))
	}
	r.hits = append(r.hits, hits)
	for _, e := range flatten(err) {
		r.fail(errorOf("", fmt.Errorf("compare objects: %w", e)))
	}
	return nil
}

func (r *run) image(ctx context.Context, img *image.Image, place int) error {
	j, err := r.engine.judgeImage(ctx, img)
	err = errors.Join(err, r.engine.answerAlone(ctx, img, input.KindImage, place, &j))
	r.add(j)
	r.judgedMu.Lock()
	defer r.judgedMu.Unlock()
	r.built = append(r.built, img)
	return err
}

func (r *run) dockerfile(ctx context.Context, p *dockerfile.Prediction, place int) error {
	j, err := r.engine.judgeDockerfile(ctx, p, place)
	err = errors.Join(err, r.engine.answerAlone(ctx, p.Image, input.KindDockerfile, place, &j))
	origin, bad := r.Agreed.originOfDockerfile(p)
	j.comesFrom(origin)
	r.add(j, append(bad, notesOf(p)...)...)
	r.keep(place, fixable{dockerfile: p})
	r.judgedMu.Lock()
	defer r.judgedMu.Unlock()
	r.files = append(r.files, predicted{p, place, origin})
	return err
}

func (r *run) add(j judged, warnings ...*config.Problem) {
	r.judgedMu.Lock()
	defer r.judgedMu.Unlock()
	r.hits = append(r.hits, j.hits)
	for _, n := range j.notJudged {
		r.notJudged[n] = true
	}
	r.answers = append(r.answers, j.answers...)
	r.warnings = append(r.warnings, warnings...)
}

// imagesFor is where the images come from that manifests name.
func imagesFor(mode ImagesMode, r *reader) Images {
	if mode == ImagesOff {
		return NoImages{}
	}
	return r
}
