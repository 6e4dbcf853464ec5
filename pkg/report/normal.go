package report

import (
	"cmp"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// normal is a copy of a report with its lists in their fixed order and none of them nil. Inputs keep their order, which is
// that of the command line.
func normal(r *finding.Report) *finding.Report {
	n := *r
	n.Inputs = list(r.Inputs)
	n.Rules = list(r.Rules)
	n.Images = sorted(r.Images, compareImages)
	n.Findings = findings(r.Findings)
	n.NotJudged = sorted(r.NotJudged, compareNotJudged)
	n.Skipped = sorted(r.Skipped, compareSkipped)
	n.Errors = sorted(r.Errors, compareErrors)
	n.Exceptions = sorted(r.Exceptions, func(a, b finding.Excepted) int {
		return finding.Compare(a.Finding, b.Finding)
	})
	for i := range n.Exceptions {
		n.Exceptions[i].Finding = complete(n.Exceptions[i].Finding)
	}
	return &n
}

func findings(fs []finding.Finding) []finding.Finding {
	out := sorted(fs, finding.Compare)
	for i := range out {
		out[i] = complete(out[i])
	}
	return out
}

// complete is a finding without nil lists.
func complete(f finding.Finding) finding.Finding {
	f.Related = list(f.Related)
	if f.Fix != nil {
		f.Fix = &finding.Fix{Description: f.Fix.Description, Edits: list(f.Fix.Edits)}
	}
	return f
}

func list[T any](s []T) []T { return append([]T{}, s...) }

func sorted[T any](s []T, compare func(a, b T) int) []T {
	out := list(s)
	slices.SortStableFunc(out, compare)
	return out
}

func compareImages(a, b finding.Image) int {
	return cmp.Or(cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.Platform, b.Platform),
		cmp.Compare(a.Source, b.Source), cmp.Compare(a.Digest, b.Digest), cmp.Compare(a.Unread, b.Unread))
}

func compareNotJudged(a, b finding.NotJudged) int {
	return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Reason, b.Reason))
}

func compareSkipped(a, b finding.Skipped) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Reason, b.Reason))
}

func compareErrors(a, b finding.Error) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(lineOf(a), lineOf(b)),
		cmp.Compare(a.Message, b.Message), cmp.Compare(a.Hint, b.Hint))
}

func lineOf(e finding.Error) int {
	if e.Location == nil {
		return 0
	}
	return e.Location.Line
}
