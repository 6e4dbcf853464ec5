package check

import (
	"context"
	"fmt"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// visitor is what is done with the things that sources hold. Its methods are called concurrently; place counts the things
// in the order of the sources, from 1.
type visitor interface {
	object(ctx context.Context, o *manifest.Object, place int) error
	image(ctx context.Context, img *image.Image, place int) error
	dockerfile(ctx context.Context, p *dockerfile.Prediction, place int) error
}

// walk goes through all sources of a run and hands what they hold to a visitor, as fast as the workers do it.
type walk struct {
	Options
	visitor visitor
	reader  *reader
	workers *workers
	places  int
	// alternatives are by the name of a source.
	alternatives map[string]alternative

	mu      sync.Mutex
	inputs  []*finding.Input
	skipped []finding.Skipped
	errors  []finding.Error
}

// all walks every source and waits for the visitor. Only a cancelled context is an error: what cannot be read or judged
// is noted and the rest goes on.
func (w *walk) all(ctx context.Context) error {
	w.alternatives = alternativesIn(&w.Options)
	w.workers = startWorkers(w.Jobs)
	for _, text := range distinct(w.Sources) {
		w.source(ctx, text)
	}
	for _, c := range w.Charts {
		w.chart(ctx, c)
	}
	w.workers.wait()
	if ctx.Err() != nil {
		return fmt.Errorf("stopped: %w", context.Cause(ctx))
	}
	return nil
}

func (w *walk) source(ctx context.Context, text string) {
	src, err := Classify(text)
	switch {
	case err != nil:
		w.fail(errorOf(text, err))
	case src.Kind == ImageKind:
		w.imageSource(ctx, src)
	case src.Kind == Dockerfile:
		w.dockerfileSource(ctx, src.Path)
	default:
		w.manifestSource(ctx, src, &w.Manifests)
	}
}

// place numbers the next thing. Only the goroutine that walks the sources calls it.
func (w *walk) place() int {
	w.places++
	return w.places
}

// input reserves the place of a source in the report's inputs, which are in the order of the command line.
func (w *walk) input(in finding.Input) *finding.Input {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.inputs = append(w.inputs, &in)
	return &in
}

func (w *walk) fail(errs ...finding.Error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.errors = append(w.errors, errs...)
}

func (w *walk) skip(s finding.Skipped) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.skipped = append(w.skipped, s)
}

// distinct drops what was written twice: a source is judged once.
func distinct(in []string) []string {
	seen := map[string]bool{}
	out := in[:0:0]
	for _, s := range in {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
