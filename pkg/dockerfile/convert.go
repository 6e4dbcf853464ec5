package dockerfile

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"strings"

	"github.com/distribution/reference"
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

// contexts are the build contexts by name.
type contexts struct {
	opts    map[string]string   // for the frontend
	dirs    map[string]localDir // local sources by name
	layouts map[string]string   // reference that stands for an OCI layout → oci:DIR…
}

func newContexts(o Options) (contexts, error) {
	c := contexts{opts: map[string]string{}, layouts: map[string]string{}}
	base := filepath.Base(o.File)
	c.dirs = map[string]localDir{
		dockerui.DefaultLocalNameContext: {dir: o.ContextDir},
		dockerui.DefaultLocalNameDockerfile: {
			dir: filepath.Dir(o.File), files: map[string][]byte{base: o.Content},
		},
	}
	for name, value := range o.BuildContexts {
		if err := c.add(name, value); err != nil {
			return c, fmt.Errorf("build context %s=%s: %w", name, value, err)
		}
	}
	return c, nil
}

// instead is the image that a build context puts in the place of another, or of a stage; the name itself without.
func (c *contexts) instead(name string) string {
	named, err := reference.ParseNormalizedNamed(name)
	if err != nil {
		return name
	}
	v, ok := c.opts["context:"+strings.TrimSuffix(reference.FamiliarString(named), ":latest")]
	ref, isImage := strings.CutPrefix(v, "docker-image://")
	switch {
	case !ok:
		return name
	case !isImage:
		return v
	case c.layouts[ref] != "":
		return c.layouts[ref]
	}
	return ref
}

// add names a context as buildx does: by the familiar name, without :latest.
func (c *contexts) add(name, value string) error {
	named, err := reference.ParseNormalizedNamed(name)
	if err != nil {
		return err
	}
	name = strings.TrimSuffix(reference.FamiliarString(named), ":latest")
	key := "context:" + name
	scheme, rest, _ := strings.Cut(value, "://")
	switch {
	case value == "":
		return errors.New("no value")
	case scheme == "docker-image", strings.HasPrefix(value, "https://"), strings.HasPrefix(value, "http://"),
		scheme == "git", scheme == "ssh":
		c.opts[key] = value
	case scheme == "oci-layout":
		stand := fmt.Sprintf("hullcheck.invalid/layout/%d:latest", len(c.layouts))
		c.layouts[stand] = "oci:" + rest
		c.opts[key] = "docker-image://" + stand
	default:
		c.opts[key] = "local:" + name
		c.dirs[name] = localDir{dir: value}
	}
	return nil
}
