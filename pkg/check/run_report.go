package check

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

// result puts what was found into the form and order of the contract.
func (r *run) result(ctx context.Context) *Result {
	hits := slices.Concat(r.hits...)
	r.hits = nil
	settled := settle(pointAtDockerfiles(hits, r.built, r.files), r.Agreed)
	r.fix(ctx, settled.hits)
	images, failures := r.reader.report()
	report := &finding.Report{
		SchemaVersion: finding.SchemaVersion, Tool: r.Tool, Policy: r.policy(), Rules: r.engine.rules,
		Images: images, Findings: settled.findings(), Exceptions: settled.excepted,
		NotJudged: slices.Collect(maps.Keys(r.notJudged)), Skipped: r.skipped,
		Errors: distinctErrors(append(r.errors, imageErrors(r.Options, failures)...)),
	}
	for _, in := range r.inputs {
		report.Inputs = append(report.Inputs, *in)
	}
	arrange(report)
	report.Summary = summarise(report)
	out := &Result{
		Report: report, Known: settled.all, Fixed: settled.fixed, Warnings: r.warnings, Answers: inOrder(r.answers), run: r,
	}
	if r.Agreed.Ledger != nil {
		out.Warnings = append(out.Warnings, r.Agreed.Ledger.Warnings(r.Agreed.Part)...)
	}
	slices.SortStableFunc(out.Warnings, func(a, b *config.Problem) int {
		return cmp.Or(finding.CompareLocations(a.At, b.At), cmp.Compare(a.Message, b.Message))
	})
	return out
}

func (r *run) policy() finding.Policy {
	return finding.Policy{
		Profile:           string(r.Selection.Profile),
		KubernetesVersion: fmt.Sprintf("1.%d", r.Selection.KubernetesMinor),
		Runtime:           string(r.Runtime), Rules: len(r.engine.rules),
	}
}

// imageErrors are the errors about images that manifests name: those that were to be read and could not be, by the mode
// or because a flag says where they are; and those of flags that no manifest names.
func imageErrors(o Options, failures []imageFailure) []finding.Error {
	var out []finding.Error
	for _, f := range failures {
		if o.Images == ImagesRequire || f.mapping != nil && f.mapping.Required {
			out = append(out, errorOf(f.ref, fmt.Errorf("read image %s: %w", f.ref, f.err)))
		}
	}
	for _, m := range unnamed(o.Mappings) {
		out = append(out, finding.Error{
			Source: m.Text, Message: fmt.Sprintf("no manifest and no Dockerfile names the image %s of --image %s", m.Ref, m.Text),
		})
	}
	return out
}

// distinctErrors says each thing once: a rule that errs does so for many objects, and an image that cannot be read may
// have been asked for different platforms.
func distinctErrors(in []finding.Error) []finding.Error {
	var out []finding.Error
	for _, e := range in {
		if !slices.ContainsFunc(out, func(o finding.Error) bool {
			return o.Source == e.Source && o.Message == e.Message && placeOf(o) == placeOf(e)
		}) {
			out = append(out, e)
		}
	}
	return out
}
