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

// imageUnresolved is the rule whose findings say why an image could not be read.
const imageUnresolved = "runtime/image-unresolved"

// unread is unreadImages without the reasons that a finding gave above.
func (t *text) unread() []string {
	var said, out []string
	for _, f := range t.report.Findings {
		if f.Rule == imageUnresolved {
			said = append(said, f.Subject.Image)
		}
	}
	for _, i := range t.report.Images {
		if i.Unread != "" && slices.Contains(said, i.Ref) && !slices.Contains(out, i.Ref) {
			out = append(out, i.Ref)
		}
	}
	others := slices.DeleteFunc(slices.Clone(t.report.Images), func(i finding.Image) bool {
		return slices.Contains(said, i.Ref)
	})
	return append(out, unreadImages(others)...)
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
