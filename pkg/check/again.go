package check

import (
	"context"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

// DockerfileAgain predicts and judges a Dockerfile of the run as if it held this content: with the same base images, build
// context, rules and exceptions. file is its path, as in the SOURCE. Nothing of it enters the report.
//
// Unlike in the run itself the base images' files are asked for while the file is predicted, so that the prediction's notes
// name a RUN that fails on them.
func (r *Result) DockerfileAgain(
	ctx context.Context, file string, content []byte,
) (*dockerfile.Prediction, []finding.Finding, error) {
	return r.run.dockerfileAgain(ctx, file, content)
}

func (r *run) dockerfileAgain(
	ctx context.Context, file string, content []byte,
) (*dockerfile.Prediction, []finding.Finding, error) {
	p, err := r.reader.predictContent(ctx, file, content)
	if err != nil {
		return nil, nil, err
	}
	v, err := r.engine.Dockerfile(ctx, p, r.Agreed)
	if err == nil {
		err = Failure(p.Image)
	}
	return p, v.Findings, err
}
