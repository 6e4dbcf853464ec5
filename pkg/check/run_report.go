package check

import (
	"fmt"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// report puts what was found into the form and order of the contract.
func (r *run) report() *finding.Report {
	out := &finding.Report{
		SchemaVersion: finding.SchemaVersion, Tool: r.Tool,
		Policy: finding.Policy{
			Profile:           string(r.Selection.Profile),
			KubernetesVersion: fmt.Sprintf("1.%d", r.Selection.KubernetesMinor),
			Runtime:           string(r.Runtime), Rules: len(r.engine.rules),
		},
		Findings: settle(r.hits), NotJudged: r.notJudged, Skipped: r.skipped, Errors: r.errors, Rules: r.engine.rules,
	}
	for _, in := range r.inputs {
		out.Inputs = append(out.Inputs, *in)
	}
	images, failures := r.reader.report()
	out.Images = images
	out.Errors = append(out.Errors, imageErrors(r.Options, failures)...)
	out.Errors = distinctErrors(out.Errors)
	arrange(out)
	out.Summary = summarise(out)
	return out
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
			Source: m.Text, Message: fmt.Sprintf("no manifest names the image %s of --image %s", m.Ref, m.Text),
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
