package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/fix"
	"github.com/hullcheck/hullcheck/pkg/fix/dockeredit"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// collector keeps what a run judges until all of it is known.
type collector struct {
	desk        *fix.Desk
	dockerfiles []dockerfileTask
}

// dockerfileTask is a Dockerfile with the findings to resolve.
type dockerfileTask struct {
	file     string
	again    check.Again
	findings []*finding.Finding
}

// Object implements check.Fixer.
func (c *collector) Object(ctx context.Context, o *manifest.Object, images [][][]identity.Given, fs []*finding.Finding) error {
	return c.desk.Add(ctx, o, images, fs)
}

// Dockerfile implements check.Fixer. A file that two sources name is one.
func (c *collector) Dockerfile(_ context.Context, file string, again check.Again, fs []*finding.Finding) error {
	clean := filepath.Clean(file)
	if !slices.ContainsFunc(c.dockerfiles, func(d dockerfileTask) bool { return filepath.Clean(d.file) == clean }) {
		c.dockerfiles = append(c.dockerfiles, dockerfileTask{file, again, fs})
	}
	return nil
}

// dockerfile edits a Dockerfile.
func (r *rounds) dockerfile(ctx context.Context, d dockerfileTask) (steps []fix.Step, changed bool, err error) {
	content, err := r.now(d.file)
	if err != nil {
		return nil, false, err
	}
	options := dockeredit.Options{MinimumUID: r.options.Selection.Parameters.MinimumUID}
	out, err := dockeredit.Edit(ctx, content, valuesOf(d.findings), dockeredit.Judge(d.again), options)
	if err != nil {
		return nil, false, err
	}
	r.notes = append(r.notes, out.Notes...)
	if changed = !bytes.Equal(content, out.Content); changed {
		r.after[d.file] = out.Content
	}
	for _, f := range d.findings {
		steps = append(steps, stepOf(out, f))
	}
	return steps, changed, nil
}

// stepOf is what becomes of a finding on a Dockerfile.
func stepOf(r *dockeredit.Result, f *finding.Finding) fix.Step {
	for i := range r.Fixes {
		if len(resolvedBy(&r.Fixes[i], []*finding.Finding{f})) > 0 {
			return fix.Step{Finding: f, Words: r.Fixes[i].Description}
		}
	}
	for _, l := range r.Left {
		if finding.Compare(l.Finding, *f) == 0 {
			return fix.Step{Finding: f, Left: l.Why}
		}
	}
	return fix.Step{Finding: f, Left: fix.LeftFor(f)}
}
