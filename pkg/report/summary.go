package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// summary says what was judged, by what, and what was not: nobody may take silence for a pass.
func (t *text) summary() {
	r := t.report
	st := green
	for _, s := range []finding.Severity{finding.Low, finding.Medium, finding.High} {
		if count(r.Summary, s) > 0 || (s == finding.High && r.Summary.Critical > 0) {
			st = accents[s]
		}
	}
	if len(r.Errors) > 0 {
		st = red
	}
	t.paragraph(nil, nil, verdict(r), st)
	t.facts()
}

// facts names what was judged and what was not.
func (t *text) facts() {
	r := t.report
	t.items("judged", judged(r))
	t.items("read", readImages(r.Images))
	t.items("not read", t.unread())
	t.items("not judged", notJudged(r.NotJudged))
	t.items("excepted", excepted(r.Exceptions, t.verbose))
	t.items("skipped", skipped(r.Skipped, t.verbose))
}

// items writes lines with the label before the first.
func (t *text) items(label string, items []string) {
	for i, it := range items {
		if i > 0 {
			label = ""
		}
		t.paragraph([]span{{fmt.Sprintf("  %-10s  ", label), faint}}, nil, it, plain)
	}
}

// verdict is the sentence with all counts.
func verdict(r *finding.Report) string {
	var found []string
	for _, s := range finding.Severities() {
		if n := count(r.Summary, s); n > 0 {
			found = append(found, fmt.Sprintf("%d %s", n, s))
		}
	}
	if len(found) == 0 {
		found = []string{"No findings"}
	}
	s := strings.Join(found, ", ") + " in " + plural(r.Summary.Objects, "object") + ", " + plural(r.Summary.Images, "image")
	if n := len(unreadImages(r.Images)); n > 0 {
		s += fmt.Sprintf(" (%d more not read)", n)
	}
	s += fmt.Sprintf(". %d excepted, %d not judged", r.Summary.Excepted, len(r.NotJudged))
	if n := len(r.Skipped); n > 0 {
		s += fmt.Sprintf(", %d skipped", n)
	}
	if n := len(r.Errors); n > 0 {
		s += ", " + plural(n, "error")
	}
	return s + "."
}

func count(s finding.Summary, v finding.Severity) int {
	switch v {
	case finding.Critical:
		return s.Critical
	case finding.High:
		return s.High
	case finding.Medium:
		return s.Medium
	case finding.Low:
		return s.Low
	}
	return 0
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// judged names the sources and by what they were judged.
func judged(r *finding.Report) []string {
	var names []string
	for _, in := range r.Inputs {
		name := in.Source
		if name == "-" {
			name = "standard input"
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	what := few(names, 4)
	if what != "" {
		what += ", "
	}
	by := fmt.Sprintf("by %s (profile %s, Kubernetes %s, %s)",
		plural(r.Policy.Rules, "rule"), r.Policy.Profile, r.Policy.KubernetesVersion, r.Policy.Runtime)
	return []string{what + by}
}

// few joins names, counting those beyond the first n.
func few(names []string, n int) string {
	if len(names) <= n {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:n], ", "), len(names)-n)
}

// readImages says of every image that was read from where, and for which platforms.
func readImages(images []finding.Image) []string {
	type key struct {
		ref, source, user string
		verified          bool
	}
	var order []key
	platforms := map[key][]string{}
	for _, i := range images {
		if i.Unread != "" {
			continue
		}
		k := key{i.Ref, i.Source, userOf(i.User), i.Verified == nil || *i.Verified}
		if _, ok := platforms[k]; !ok {
			order = append(order, k)
		}
		platforms[k] = append(platforms[k], i.Platform)
	}
	var out []string
	for _, k := range order {
		s := fmt.Sprintf("%s from %s: %s, %s", k.ref, cmp.Or(k.source, "its registry"), k.user,
			strings.Join(slices.DeleteFunc(platforms[k], func(p string) bool { return p == "" }), ", "))
		s = strings.TrimSuffix(s, ", ")
		if !k.verified {
			s += "; not verified by digest"
		}
		out = append(out, s)
	}
	return out
}

// userOf says what USER an image has.
func userOf(user *string) string {
	switch {
	case user == nil:
		return "USER unknown"
	case *user == "":
		return "no USER"
	}
	return "USER " + *user
}
