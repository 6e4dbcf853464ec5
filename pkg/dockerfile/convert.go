package dockerfile

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/solver/pb"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// conversion is one run of BuildKit's converter.
type conversion struct {
	probe probe
	image *dockerspec.DockerOCIImage
	def   *pb.Definition
	lint  []warning
	// excludes are the patterns of .dockerignore.
	excludes []string
}

// warning is one result of the linter.
type warning struct {
	rule, description, url, message string
	ranges                          []parser.Range
}

// converter runs conversions of one file.
type converter struct {
	opt      Options
	bases    *bases
	contexts contexts
}

// convert runs BuildKit's Dockerfile frontend as buildkitd would, up to the point where it would build.
func (c *converter) convert(ctx context.Context, p probe) (*conversion, error) {
	out := &conversion{probe: p}
	g := &gateway{opts: c.options(), dirs: c.contexts.dirs}
	g.resolve = func(ctx context.Context, ref string, platform *ocispecs.Platform) ([]byte, error) {
		b, err := c.bases.get(ctx, ref, platform)
		if err != nil {
			return nil, err
		}
		return c.bases.config(b, p)
	}
	ui, err := dockerui.NewClient(g)
	if err != nil {
		return nil, fmt.Errorf("prepare conversion: %w", err)
	}
	src, err := ui.ReadEntrypoint(ctx, "Dockerfile")
	if err != nil {
		return nil, fmt.Errorf("prepare conversion: %w", err)
	}
	opt := dockerfile2llb.ConvertOpt{
		Config: ui.Config, Client: ui, SourceMap: src.SourceMap, MetaResolver: g, TargetPlatform: &ui.TargetPlatforms[0],
		Warn: func(rule, description, url, message string, ranges []parser.Range) {
			out.lint = append(out.lint, warning{rule, description, url, message, ranges})
		},
	}
	opt.BuildArgs = maps.Clone(opt.BuildArgs)
	res, err := dockerfile2llb.Dockerfile2LLB(ctx, c.opt.Content, opt)
	if err != nil {
		return nil, err
	}
	def, err := res.State.Marshal(ctx)
	if err != nil {
		return nil, fmt.Errorf("write build graph: %w", err)
	}
	out.image, out.def = res.Image, def.ToPB()
	out.excludes, err = ui.DockerIgnorePatterns(ctx)
	return out, err
}

// options are the frontend's, as docker build would send them. "# syntax" is not followed: opts has a cmdline.
func (c *converter) options() map[string]string {
	opts := map[string]string{
		"filename": filepath.Base(c.opt.File), "target": c.opt.Target, "platform": c.opt.Platform.String(), "cmdline": "",
	}
	for k, v := range c.opt.BuildArgs {
		opts["build-arg:"+k] = v
	}
	maps.Copy(opts, c.contexts.opts)
	// Only the linter's own directive counts for what it reports; as an error it would end the prediction.
	if v, _, _, ok := parser.ParseDirective("check", c.opt.Content); ok && opts["build-arg:BUILDKIT_DOCKERFILE_CHECK"] == "" {
		opts["build-arg:BUILDKIT_DOCKERFILE_CHECK"] = v
	}
	opts["build-arg:BUILDKIT_DOCKERFILE_CHECK"] = withoutError(opts["build-arg:BUILDKIT_DOCKERFILE_CHECK"])
	return opts
}

// withoutError takes error=true out of the linter's options.
func withoutError(check string) string {
	var kept []string
	for o := range strings.SplitSeq(check, ";") {
		if k, _, _ := strings.Cut(strings.TrimSpace(o), "="); k != "error" && k != "" {
			kept = append(kept, o)
		}
	}
	return strings.Join(kept, ";")
}

// lintFails tells whether the file or the build asks for lint results to be errors.
func lintFails(o Options) bool {
	v, _, _, _ := parser.ParseDirective("check", o.Content)
	if arg, ok := o.BuildArgs["BUILDKIT_DOCKERFILE_CHECK"]; ok {
		v = arg
	}
	config, err := linter.ParseLintOptions(v)
	return err == nil && config.ReturnAsError
}
