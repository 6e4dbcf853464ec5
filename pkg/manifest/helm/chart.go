package helm

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// templateFile is one template of a chart or of what it depends on: key is the name that the engine gives it, shown how it is
// reported.
type templateFile struct {
	key, shown, source string
	file               *common.File
}

// loaded is a chart after its conditions, tags and aliases were applied to the values.
type loaded struct {
	chart     *chart.Chart
	templates []templateFile
	crds      []chartFile
}

// load makes a chart of its files. It is done anew for each rendering, as templates may change values.
func load(files []chartFile, values map[string]any) (*loaded, error) {
	shown := map[*byte]string{}
	buffered := make([]*archive.BufferedFile, 0, len(files))
	for _, f := range files {
		if len(f.data) > 0 {
			shown[&f.data[0]] = f.shown
		}
		buffered = append(buffered, &archive.BufferedFile{Name: f.name, Data: f.data})
	}
	c, err := loader.LoadFiles(buffered)
	if err != nil {
		return nil, err
	}
	out := &loaded{chart: c}
	if err := chartutil.ProcessDependencies(c, values); err != nil {
		return nil, fmt.Errorf("apply the conditions of the dependencies: %w", err)
	}
	out.collect(c, shown)
	slices.SortFunc(out.templates, func(a, b templateFile) int { return strings.Compare(a.key, b.key) })
	return out, nil
}

// collect lists the templates and CRDs of a chart and of what it depends on. A file is known by where its bytes are:
// aliases of a dependency share them.
func (l *loaded) collect(c *chart.Chart, shown map[*byte]string) {
	own := make([]*common.File, 0, len(c.Templates))
	for _, t := range c.Templates {
		if t == nil || len(t.Data) == 0 {
			continue
		}
		// The chart under an alias has the same files; what is done to them must not be done twice.
		f := &common.File{Name: t.Name, ModTime: t.ModTime, Data: t.Data}
		own = append(own, f)
		l.templates = append(l.templates, templateFile{
			key: path.Join(c.ChartFullPath(), t.Name), shown: shown[&t.Data[0]], source: string(t.Data), file: f,
		})
	}
	c.Templates = own
	for _, f := range c.CRDs() {
		if len(f.Data) > 0 {
			l.crds = append(l.crds, chartFile{name: f.Name, shown: shown[&f.Data[0]], data: f.Data})
		}
	}
	for _, d := range c.Dependencies() {
		l.collect(d, shown)
	}
}

// missing are the dependencies that Chart.yaml names and charts/ does not hold, which helm refuses.
func missing(files []chartFile) *manifest.Error {
	buffered := make([]*archive.BufferedFile, 0, len(files))
	for _, f := range files {
		buffered = append(buffered, &archive.BufferedFile{Name: f.name, Data: f.data})
	}
	c, err := loader.LoadFiles(buffered)
	if err != nil {
		return nil //nolint:nilerr // the loading that follows says so itself
	}
	for i, want := range c.Metadata.Dependencies {
		has := slices.ContainsFunc(c.Dependencies(), func(d *chart.Chart) bool { return d.Name() == want.Name })
		if has {
			continue
		}
		e := faultIn(files, fmt.Sprintf("/dependencies/%d/name", i))
		e.Message = fmt.Sprintf("the dependency %s is not in charts/, and nothing is fetched", want.Name)
		e.Hint = "run helm dependency build"
		return e
	}
	return nil
}

// faultIn is an Error at a field of the chart's Chart.yaml.
func faultIn(files []chartFile, pointer string) *manifest.Error {
	const name = "Chart.yaml"
	for _, f := range files {
		if f.name != name {
			continue
		}
		if docs, _ := manifest.ReadFields(f.shown, f.data, manifest.Limits{}); len(docs) > 0 {
			at, _ := docs[0].Locate(pointer)
			return &manifest.Error{File: at.File, Line: at.Line, Column: at.Column, Snippet: at.Snippet}
		}
		return &manifest.Error{File: f.shown}
	}
	return &manifest.Error{File: name}
}
