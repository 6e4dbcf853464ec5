package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/spf13/pflag"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// readConfig reads the file of --config, or the one in the working directory if there is one. Without either it is the
// empty configuration.
func readConfig(file string) (*config.Config, error) {
	c, err := config.Read(orDefault(file))
	switch {
	case err == nil:
		return c, nil
	case file == "" && errors.Is(err, fs.ErrNotExist):
		return &config.Config{}, nil
	}
	return nil, err
}

func orDefault(file string) string {
	if file == "" {
		return config.DefaultFile
	}
	return file
}

// setUnwritten gives the flags that were not written what the configuration says.
func setUnwritten(flags *pflag.FlagSet, values map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		f := flags.Lookup(name)
		if f == nil || f.Changed || values[name] == "" {
			continue
		}
		if err := f.Value.Set(values[name]); err != nil {
			return fmt.Errorf("configuration: %s %q: %w", name, values[name], err)
		}
	}
	return nil
}

// worldValues are the settings that flags of check and whoami share.
func worldValues(c *config.Config) map[string]string {
	deep := ""
	if c.Deep {
		deep = "true"
	}
	return map[string]string{
		"images": string(c.ReadImages), "platform": c.Platform, "deep": deep, "layer-read-limit": c.LayerReadLimit,
		"ca-file": c.CAFile, "kubernetes-version": c.KubernetesVersion, "runtime": c.Runtime,
	}
}

// judgeValues are the settings that only flags of check have.
func judgeValues(c *config.Config) map[string]string {
	return map[string]string{"profile": c.Profile, "fail-on": c.FailOn, "baseline": c.Baseline}
}

// sources are those of the command line, else those of the configuration.
func sources(args []string, c *config.Config, command string) ([]config.Source, error) {
	switch {
	case len(args) > 0:
		var out []config.Source
		for _, a := range args {
			out = append(out, config.Source{Source: a})
		}
		return out, nil
	case len(c.Sources) > 0:
		return c.Sources, nil
	}
	return nil, withHint(errors.New("no SOURCE is given, and no .hullcheck.yaml names any"),
		fmt.Sprintf("name a file, a folder, - or an image: hullcheck %s deploy.yaml", command))
}

// configured are the mappings of the configuration's images, which need not be named by any manifest.
func configured(c *config.Config) ([]*check.Mapping, error) {
	var out []*check.Mapping
	for _, ref := range slices.Sorted(maps.Keys(c.Images)) {
		m, err := check.ParseMapping(ref+"="+c.Images[ref], false)
		if err != nil {
			return nil, &config.Problem{At: c.At(jsonpointer.Child("/images", ref)), Message: err.Error()}
		}
		out = append(out, m)
	}
	return out, nil
}

// idle warns of parameters that are set and that no rule compares with.
func (o *checkOptions) idle(s check.Selection, r *check.Result) (out config.Problems) {
	for _, p := range s.IdleParameters(r.Rules) {
		out = append(out, &config.Problem{
			At: o.file.At("/parameters/" + p.Name), Message: p.Name + " has no effect: " + p.Reason,
		})
	}
	return out
}
