package check

import (
	"context"
	"errors"
	"fmt"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// dockerfileSource hands the image that a Dockerfile would give to the visitor.
func (w *walk) dockerfileSource(ctx context.Context, file string) {
	source := dockerfileScheme + file
	reserved := w.input(finding.Input{Source: source, Kind: kindDockerfile})
	place := w.place()
	w.workers.do(func() {
		p, err := w.reader.predict(ctx, file, w.reader.buildPlatform(nil), nil)
		if err != nil {
			if ctx.Err() == nil {
				w.fail(predictionError(source, err))
			}
			return
		}
		w.replace(reserved, dockerfileInputs(p))
		err = w.visitor.dockerfile(ctx, p, place)
		if failed := Failure(p.Image); err == nil && failed != nil {
			err = fmt.Errorf("read build context: %w", failed)
		}
		if err != nil && ctx.Err() == nil {
			w.fail(errorOf(source, err))
		}
	})
}

// dockerfileScheme begins the SOURCE of a Dockerfile.
const dockerfileScheme = "dockerfile:"

func dockerfileInputs(p *dockerfile.Prediction) []*finding.Input {
	return []*finding.Input{{
		Source: p.Image.Source, Kind: kindDockerfile, Platform: p.Image.Platform.String(), User: userOf(p.Image),
	}}
}

// predictionError is a Dockerfile that cannot be predicted, at the line that BuildKit refuses.
func predictionError(source string, err error) finding.Error {
	var at *dockerfile.Error
	if !errors.As(err, &at) {
		return errorOf(source, err)
	}
	out := finding.Error{Source: source, Message: at.Error(), Hint: image.HintOf(err)}
	if at.Location.Line > 0 {
		out.Location = &at.Location
	}
	return out
}
