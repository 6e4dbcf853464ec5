package check

import (
	"cmp"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// arrange puts every list of a report into its fixed order, whichever goroutine wrote it first, and makes none null.
// Inputs stay in the order of the command line.
func arrange(r *finding.Report) {
	slices.SortStableFunc(r.Findings, finding.Compare)
	slices.SortStableFunc(r.Exceptions, func(a, b finding.Excepted) int {
		return cmp.Or(finding.Compare(a.Finding, b.Finding), cmp.Compare(a.Source, b.Source))
	})
	slices.SortStableFunc(r.Errors, func(a, b finding.Error) int {
		return cmp.Or(
			cmp.Compare(a.Source, b.Source), finding.CompareLocations(placeOf(a), placeOf(b)),
			cmp.Compare(a.Message, b.Message),
		)
	})
	slices.SortFunc(r.NotJudged, func(a, b finding.NotJudged) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Reason, b.Reason))
	})
	slices.SortFunc(r.Skipped, func(a, b finding.Skipped) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Reason, b.Reason))
	})
	slices.SortStableFunc(r.Images, func(a, b finding.Image) int {
		return cmp.Or(cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.Platform, b.Platform), cmp.Compare(a.Unread, b.Unread))
	})
	r.NotJudged = list(slices.Compact(r.NotJudged))
	r.Skipped = list(slices.Compact(r.Skipped))
	r.Inputs, r.Images, r.Findings = list(r.Inputs), list(r.Images), list(r.Findings)
	r.Exceptions, r.Errors = list(r.Exceptions), list(r.Errors)
}

func placeOf(e finding.Error) finding.Location {
	if e.Location == nil {
		return finding.Location{}
	}
	return *e.Location
}
