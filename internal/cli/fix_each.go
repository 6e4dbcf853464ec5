package cli

import (
	"context"
	"os"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/fix"
	"github.com/hullcheck/hullcheck/pkg/fix/dockeredit"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// fixing are the formats that carry edits: for others nobody looks for any, which takes longer than to judge.
var fixing = []string{"json", "sarif"}

// fixerFor is what looks for the edits of each finding, nil where no output carries them.
func fixerFor(outputs []output, o check.Options) check.Fixer {
	for _, out := range outputs {
		for _, f := range fixing {
			if out.format == f {
				return &eachFinding{fixOptionsOf(o), o.Selection.Parameters.MinimumUID}
			}
		}
	}
	return nil
}

// eachFinding gives findings their edits.
type eachFinding struct {
	opts       fix.Options
	minimumUID int64
}

// Object implements check.Fixer.
func (e *eachFinding) Object(ctx context.Context, o *manifest.Object, images [][][]identity.Given, fs []*finding.Finding) error {
	return fix.Each(ctx, o, images, fs, e.opts)
}

// Dockerfile implements check.Fixer.
func (e *eachFinding) Dockerfile(ctx context.Context, file string, again check.Again, fs []*finding.Finding) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	r, err := dockeredit.Edit(ctx, content, valuesOf(fs), dockeredit.Judge(again), dockeredit.Options{MinimumUID: e.minimumUID})
	if err != nil {
		return err
	}
	for i := range r.Fixes {
		for _, f := range resolvedBy(&r.Fixes[i], fs) {
			f.Fix = &r.Fixes[i].Fix
		}
	}
	return nil
}

func valuesOf(fs []*finding.Finding) []finding.Finding {
	out := make([]finding.Finding, 0, len(fs))
	for _, f := range fs {
		out = append(out, *f)
	}
	return out
}

// resolvedBy are the findings that a fix resolves.
func resolvedBy(x *dockeredit.Fix, fs []*finding.Finding) []*finding.Finding {
	var out []*finding.Finding
	for _, f := range fs {
		if slices.ContainsFunc(x.Resolves, func(r finding.Finding) bool { return finding.Compare(r, *f) == 0 }) {
			out = append(out, f)
		}
	}
	return out
}
