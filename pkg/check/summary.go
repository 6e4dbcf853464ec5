package check

import "github.com/hullcheck/hullcheck/pkg/finding"

// summarise counts what stands in the report. An image counts once however many of its platforms were read, and not where
// it could not be read.
func summarise(r *finding.Report) finding.Summary {
	s := finding.Summary{Excepted: len(r.Exceptions)}
	for _, f := range r.Findings {
		switch f.Severity {
		case finding.Critical:
			s.Critical++
		case finding.High:
			s.High++
		case finding.Medium:
			s.Medium++
		case finding.Low:
			s.Low++
		}
	}
	images := map[string]bool{}
	for _, in := range r.Inputs {
		if in.Objects != nil {
			s.Objects += *in.Objects
		}
		if in.Kind == kindImage || in.Kind == kindDockerfile && in.Platform != "" {
			images["source "+in.Source] = true
		}
	}
	for _, i := range r.Images {
		if i.Unread == "" {
			images["ref "+i.Ref] = true
		}
	}
	s.Images = len(images)
	return s
}
