package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/manifest/helm"
	"github.com/hullcheck/hullcheck/pkg/manifest/kustomize"
)

// renderFlags say what charts are rendered with.
type renderFlags struct {
	values, set []string
}

func (f *renderFlags) register(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.values, "values", nil,
		"render charts with the values of `FILE`, as in helm (repeatable; the last one decides)")
	flags.StringArrayVar(&f.set, "set", nil, "render charts with a value, `KEY=VALUE` as in helm --set (repeatable)")
}

// apply puts sources and what reads them into the options. Flags come behind the configuration, so that they have the
// last word.
func (f *renderFlags) apply(o *check.Options, c *config.Config, args []string, command string) error {
	all, err := sources(args, c, command)
	if err != nil {
		return err
	}
	if err := f.check(); err != nil {
		return err
	}
	version := fmt.Sprintf("1.%d", o.Selection.KubernetesMinor)
	values := helm.Values{Files: slices.Concat(c.Values, f.values), Set: slices.Concat(c.Set, f.set)}
	o.Manifests = manifests(c, values, version)
	for _, s := range all {
		if s.Plain() {
			o.Sources = append(o.Sources, s.Source)
			continue
		}
		own := helm.Values{Files: slices.Concat(values.Files, s.Values), Set: slices.Concat(values.Set, s.Set)}
		o.Charts = append(o.Charts, check.Chart{
			Source: s.Source, Name: chartName(s), Manifests: manifests(c, own, version),
		})
	}
	return nil
}

// check refuses what no chart could be rendered with, also where there is none: whoever mistypes a flag must hear of it.
func (f *renderFlags) check() error {
	for _, file := range f.values {
		if _, err := os.Stat(file); err != nil && !strings.Contains(file, "://") {
			return fmt.Errorf("--values: %w", err)
		}
	}
	for _, text := range f.set {
		if key, _, ok := strings.Cut(text, "="); !ok || key == "" {
			return fmt.Errorf("--set %q: write KEY=VALUE", text)
		}
	}
	return nil
}

// chartName tells the sets of values of a chart apart in the report.
func chartName(s config.Source) string {
	return fmt.Sprintf("%s (%s)", s.Source, strings.Join(slices.Concat(s.Values, s.Set), ", "))
}

// manifests is what reads manifests and builds the folders that are more than files.
func manifests(c *config.Config, values helm.Values, version string) manifest.Reader {
	var templates []manifest.PodTemplate
	for _, t := range c.PodTemplates {
		templates = append(templates, manifest.PodTemplate{Group: t.Group, Kind: t.Kind, Path: t.Path})
	}
	return manifest.Reader{
		PodTemplates: templates,
		Renderers: []manifest.Renderer{
			&kustomize.Renderer{PodTemplates: templates},
			&helm.Renderer{Values: values, KubernetesVersion: version, PodTemplates: templates},
		},
	}
}
