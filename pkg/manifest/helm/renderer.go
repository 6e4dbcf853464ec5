package helm

import (
	"context"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// Renderer renders charts. It may be used by several goroutines at once.
type Renderer struct {
	Values Values
	// KubernetesVersion is what .Capabilities.KubeVersion says ("1.37"); "" is the version that the library knows.
	KubernetesVersion string
	Limits            manifest.Limits
	// PodTemplates are those of the Reader.
	PodTemplates []manifest.PodTemplate
}

var _ manifest.Renderer = (*Renderer)(nil)

// Claims folders that hold a Chart.yaml.
func (r *Renderer) Claims(names []string) bool { return slices.Contains(names, "Chart.yaml") }

// Render renders a chart and yields its objects, those of its hooks and tests and its CRDs among them. A library chart,
// which renders nothing by itself, is skipped.
func (r *Renderer) Render(ctx context.Context, source, dir string) iter.Seq[manifest.Entry] {
	return func(yield func(manifest.Entry) bool) {
		files, err := readChart(ctx, dir)
		if err != nil {
			yield(manifest.Entry{Err: &manifest.Error{File: path.Clean(strings.ReplaceAll(dir, "\\", "/")), Message: err.Error(), Err: err}})
			return
		}
		if fault := missing(files); fault != nil {
			yield(manifest.Entry{Err: fault})
			return
		}
		j := &job{files: files, values: r.Values, version: r.KubernetesVersion}
		out, err := j.run(ctx, func(_ int, source string) string { return guarded(source) })
		if err != nil {
			yield(manifest.Entry{Err: j.fault(err)})
			return
		}
		if out.chart.Metadata.Type == "library" {
			yield(manifest.Entry{Skipped: &finding.Skipped{
				File: path.Clean(dir), Reason: "a library chart, which renders nothing by itself",
			}})
			return
		}
		r.yield(ctx, source, j, out, yield)
	}
}

// yield reads what was rendered, in the order of the templates' names.
func (r *Renderer) yield(
	ctx context.Context, source string, j *job, out *rendered, yield func(manifest.Entry) bool,
) {
	reader := manifest.Reader{Limits: r.Limits, PodTemplates: r.PodTemplates}
	for _, f := range out.crds {
		for e := range reader.Stream(ctx, source, f.shown, strings.NewReader(string(f.data))) {
			if !yield(e) {
				return
			}
		}
	}
	past := &past{ctx: context.WithoutCancel(ctx), job: j, first: out}
	for i, t := range out.templates {
		text := split(out.texts[t.key])
		if path.Base(t.key) == "NOTES.txt" || blank(text) {
			continue
		}
		entries := reader.Built(ctx, source, t.shown, []byte(text),
			func(_ *manifest.Object, built func(string) finding.Location) manifest.Placer {
				return &placer{past: past, template: i, built: built}
			})
		for e := range entries {
			if e.Err != nil && e.Err.Line > 0 && !past.places(e.Err) {
				e.Err = past.faultOf(i, e.Err)
			}
			if !yield(e) {
				return
			}
		}
	}
}

// blank tells whether a text holds nothing but comments and separators: the template decided to render nothing.
func blank(text string) bool {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && line[0] != '#' && line != "---" {
			return false
		}
	}
	return true
}

// split puts what stands behind a separator on a line of its own, where helm takes it for the beginning of the document:
// an action that trims too much leaves "---apiVersion: v1".
func split(text string) string {
	if !strings.Contains(text, "---") {
		return text
	}
	var out strings.Builder
	for line := range strings.Lines(text) {
		rest, ok := strings.CutPrefix(line, "---")
		if bare := strings.TrimSpace(strings.TrimLeft(rest, "-")); ok && bare != "" && bare[0] != '#' && !isMark(bare) {
			line = "---\n" + strings.TrimLeft(rest, " \t")
		}
		out.WriteString(line)
	}
	return out.String()
}

func isMark(s string) bool { return strings.HasPrefix(s, markOpen) }
