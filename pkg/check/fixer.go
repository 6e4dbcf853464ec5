package check

import (
	"context"
	"fmt"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// Fixer makes the edits that resolve findings. It is asked once everything is settled, so that nobody edits what is agreed
// to, and in the order of the sources. It may set the Fix of the findings that it is given, and must change nothing else.
type Fixer interface {
	// Object is one object with the images that its containers were judged with, by pod, container and platform.
	Object(ctx context.Context, o *manifest.Object, images [][][]identity.Given, findings []*finding.Finding) error
	// Dockerfile is one Dockerfile, by its path as in the SOURCE; again judges it as Result.DockerfileAgain does.
	Dockerfile(ctx context.Context, file string, again Again, findings []*finding.Finding) error
}

// Again predicts and judges a Dockerfile as if it held other content.
type Again func(ctx context.Context, content []byte) (*dockerfile.Prediction, []finding.Finding, error)

// fixable is what a Fixer is told about a thing of the run, by its place.
type fixable struct {
	object     *manifest.Object
	dockerfile *dockerfile.Prediction
}

// keep remembers a thing for the Fixer, if there is one.
func (r *run) keep(place int, f fixable) {
	if r.Fixer == nil {
		return
	}
	r.judgedMu.Lock()
	defer r.judgedMu.Unlock()
	if r.fixables == nil {
		r.fixables = map[int]fixable{}
	}
	r.fixables[place] = f
}

// fix asks the Fixer about everything that has findings. What it cannot do is an error of the run: nobody may take a
// finding without edits for one that has none.
func (r *run) fix(ctx context.Context, hits []hit) {
	if r.Fixer == nil {
		return
	}
	byPlace := map[int][]*finding.Finding{}
	for i := range hits {
		byPlace[hits[i].object] = append(byPlace[hits[i].object], &hits[i].Finding)
	}
	for place := 1; place <= r.places; place++ {
		f, known := r.fixables[place]
		if !known || len(byPlace[place]) == 0 {
			continue
		}
		if err := r.fixOne(ctx, f, byPlace[place]); err != nil {
			r.fail(errorOf(byPlace[place][0].Location.File, fmt.Errorf("look for edits: %w", err)))
		}
	}
}

func (r *run) fixOne(ctx context.Context, f fixable, findings []*finding.Finding) error {
	if f.dockerfile != nil {
		file := strings.TrimPrefix(f.dockerfile.Image.Source, dockerfileScheme)
		again := func(ctx context.Context, content []byte) (*dockerfile.Prediction, []finding.Finding, error) {
			return (&Result{run: r}).DockerfileAgain(ctx, file, content)
		}
		return r.Fixer.Dockerfile(ctx, file, again, findings)
	}
	images := make([][][]identity.Given, len(f.object.Pods))
	for i := range f.object.Pods {
		for _, shares := range readImages(ctx, &f.object.Pods[i], imagesFor(r.Images, r.reader)) {
			var given []identity.Given
			for _, s := range shares {
				given = append(given, s.Given)
			}
			images[i] = append(images[i], given)
		}
	}
	return r.Fixer.Object(ctx, f.object, images, findings)
}
