package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// group is what one object, image or Dockerfile is charged with.
type group struct {
	heading  string
	findings []*finding.Finding
}

// groups puts findings under headings, in the order in which each heading first occurs; within one the gravest come first.
// They are not copied: there may be a hundred thousand.
func groups(fs []finding.Finding) []group {
	index := map[string]int{}
	var out []group
	for n := range fs {
		f := &fs[n]
		h := heading(*f)
		i, ok := index[h]
		if !ok {
			i = len(out)
			index[h] = i
			out = append(out, group{heading: h})
		}
		out[i].findings = append(out[i].findings, f)
	}
	for _, g := range out {
		slices.SortStableFunc(g.findings, func(a, b *finding.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	}
	return out
}

// heading is "deploy/api.yaml · Deployment shop/api", or the source of an image.
func heading(f finding.Finding) string {
	where := cmp.Or(f.Location.File, f.Location.Source)
	if where == "-" {
		where = "standard input"
	}
	what := objectName(f.Subject)
	switch {
	case what == "" && !sameImage(f.Subject.Image, where):
		what = "image " + f.Subject.Image
	case what == "":
		return where
	case where == "":
		return what
	}
	return where + " · " + what
}

// sameImage tells whether an image reference says no more than the place where the finding stands.
func sameImage(image, where string) bool {
	return image == "" || strings.Contains(where, image) || strings.HasSuffix(image, ":"+where)
}

// objectName is "Deployment shop/api", "Deployment api", or "" for what is no Kubernetes object.
func objectName(s finding.Subject) string {
	if s.Kind == "" {
		return ""
	}
	if s.Namespace != "" {
		return s.Kind + " " + s.Namespace + "/" + s.Name
	}
	return strings.TrimRight(s.Kind+" "+s.Name, " ")
}

// knownPlatforms lists, by image reference and by source, the platforms that were judged.
func knownPlatforms(r *finding.Report) map[string][]string {
	m := map[string][]string{}
	add := func(key, platform string) {
		if platform != "" && !slices.Contains(m[key], platform) {
			m[key] = append(m[key], platform)
		}
	}
	for _, i := range r.Images {
		add(i.Ref, i.Platform)
	}
	for _, i := range r.Inputs {
		add(i.Source, i.Platform)
	}
	return m
}

// onlyOn names the platforms of a finding where it does not hold for all that were judged.
func (t *text) onlyOn(f finding.Finding) string {
	if len(f.Subject.Platforms) == 0 {
		return ""
	}
	known := t.platforms[cmp.Or(f.Location.Source, f.Subject.Image)]
	if len(f.Subject.Platforms) >= len(known) && len(known) > 0 {
		return ""
	}
	return " · on " + strings.Join(f.Subject.Platforms, ", ")
}
