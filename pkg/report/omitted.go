package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// unreadImages says of every image reference that could not be read why.
func unreadImages(images []finding.Image) []string {
	var out []string
	for _, i := range images {
		if i.Unread == "" {
			continue
		}
		if s := i.Ref + ": " + i.Unread; !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// notJudged says which rules lacked evidence, those with one reason and source together.
func notJudged(ns []finding.NotJudged) []string {
	return byReason(len(ns), func(i int) (string, string) {
		return ns[i].Source + ": " + ns[i].Reason, ns[i].Rule
	}, len(ns))
}

// skipped says which files were not judged and why.
func skipped(ss []finding.Skipped, verbose bool) []string {
	limit := 3
	if verbose {
		limit = len(ss)
	}
	return byReason(len(ss), func(i int) (string, string) { return ss[i].Reason, ss[i].File }, limit)
}

// excepted lists the findings that exceptions took out of the count, those of the baseline by their number alone.
func excepted(es []finding.Excepted, verbose bool) []string {
	var out []string
	baseline := 0
	for _, e := range es {
		if e.Source == "baseline" && !verbose {
			baseline++
			continue
		}
		s := fmt.Sprintf("%s · %s: %s (%s", e.Finding.Rule, subjectName(e.Finding), e.Reason, e.Source)
		if e.Expires != "" {
			s += ", until " + e.Expires
		}
		out = append(out, s+")")
	}
	if baseline > 0 {
		out = append(out, fmt.Sprintf("%s in the baseline", plural(baseline, "finding")))
	}
	return out
}

// subjectName is what a finding is about, in one line.
func subjectName(f finding.Finding) string {
	s := cmp.Or(objectName(f.Subject), f.Subject.Image, f.Location.Source, f.Location.File)
	if f.Subject.Container != "" {
		s += ", container " + f.Subject.Container
	}
	return s
}

// byReason joins the names that share a reason, at most limit of them: "reason: a, b and 4 more".
func byReason(n int, of func(int) (reason, name string), limit int) []string {
	var order []string
	names := map[string][]string{}
	for i := range n {
		reason, name := of(i)
		if _, ok := names[reason]; !ok {
			order = append(order, reason)
		}
		names[reason] = append(names[reason], name)
	}
	out := make([]string, len(order))
	for i, reason := range order {
		out[i] = reason + ": " + few(names[reason], max(limit, 1))
	}
	return out
}
