package cli

import (
	"fmt"
	"maps"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/config"
)

// buildFlags say how Dockerfiles are built, as the flags of docker build of the same names do.
type buildFlags struct {
	args, contexts []string
	target         string
}

func (f *buildFlags) register(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.args, "build-arg", nil, "set a variable of Dockerfiles, `KEY=VALUE` (repeatable)")
	flags.StringVar(&f.target, "target", "", "the `STAGE` of Dockerfiles to judge (default: the last)")
	flags.StringArrayVar(&f.contexts, "build-context", nil,
		"a named build context of Dockerfiles, `NAME=PATH` (repeatable); the name . is the build context itself "+
			"(default: the Dockerfile's folder, or the nearest above it that has what is copied)")
}

// apply joins flags and configuration; flags take precedence.
func (f *buildFlags) apply(b *check.Build, c *config.Config) error {
	b.Target = f.target
	if b.Target == "" {
		b.Target = c.Target
	}
	b.Args, b.Contexts = map[string]string{}, map[string]string{}
	maps.Copy(b.Args, c.BuildArgs)
	maps.Copy(b.Contexts, c.BuildContexts)
	for _, arg := range f.args {
		key, value, ok := strings.Cut(arg, "=")
		if key == "" {
			return fmt.Errorf("--build-arg %q: write KEY=VALUE", arg)
		}
		if !ok {
			// As docker build does: without a value it is the environment's, and without one there it is not set.
			if value, ok = os.LookupEnv(key); !ok {
				continue
			}
		}
		b.Args[key] = value
	}
	for _, text := range f.contexts {
		name, value, _ := strings.Cut(text, "=")
		if name == "" || value == "" {
			return fmt.Errorf("--build-context %q: write NAME=PATH", text)
		}
		b.Contexts[name] = value
	}
	return checkContexts(b.Contexts)
}

// checkContexts refuses folders that are not there: what is copied from them would be unknown in silence.
func checkContexts(contexts map[string]string) error {
	for name, value := range contexts {
		if strings.Contains(value, "://") {
			continue
		}
		info, err := os.Stat(value)
		if err == nil && !info.IsDir() {
			err = fmt.Errorf("%s is not a folder", value)
		}
		if err != nil {
			return fmt.Errorf("build context %s: %w", name, err)
		}
	}
	return nil
}
