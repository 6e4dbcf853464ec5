package cli

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/docker/go-units"
	"github.com/spf13/pflag"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// imageFlags say which images are read, where and how.
type imageFlags struct {
	build          buildFlags
	mode, platform string
	mappings       []string
	layerLimit     size
	caFile         string
	insecure       []string
	timeout        time.Duration
	cacheDir       string
	noCache        bool
	jobs           int
}

// defaultTimeout is how long a registry may stay silent before its image counts as unreadable.
const defaultTimeout = 30 * time.Second

func (f *imageFlags) register(flags *pflag.FlagSet) {
	f.layerLimit = size(rootfs.DefaultLimits().Compressed)
	flags.StringVar(&f.mode, "images", string(check.ImagesAuto),
		"`MODE` for images that manifests name: auto (try to read them), require (fail where one cannot be read) or off")
	flags.StringArrayVar(&f.mappings, "image", nil,
		"read the image that manifests call REF from SOURCE, `REF=SOURCE` (repeatable)")
	flags.StringVar(&f.platform, "platform", "",
		"`PLATFORM` of multi-platform images, os/arch[/variant] or all (default: all of an image SOURCE; "+
			"of a Dockerfile linux/amd64; of images that manifests name linux/amd64 and linux/arm64, "+
			"or what the nodeSelector says)")
	f.build.register(flags)
	flags.Var(&f.layerLimit, "layer-read-limit", "compressed `SIZE` up to which a layer is read")
	registerRegistry(flags, &f.caFile, &f.insecure)
	flags.DurationVar(&f.timeout, "timeout", defaultTimeout, "`DURATION` that a registry or daemon may stay silent")
	flags.StringVar(&f.cacheDir, "cache-dir", "", "`DIR` for what was learned of layers (default: hullcheck in the user's cache folder)")
	flags.BoolVar(&f.noCache, "no-cache", false, "neither read nor write the cache")
	flags.IntVarP(&f.jobs, "jobs", "j", 0, "`NUMBER` of things to read and judge at the same time")
}

// modeOf is the mode of --images.
func (f *imageFlags) modeOf() (check.ImagesMode, error) {
	m, err := check.ParseImagesMode(f.mode)
	if err != nil {
		return "", withHint(err, didYouMean(f.mode, []string{"auto", "require", "off"}))
	}
	if m == check.ImagesOff && len(f.mappings) > 0 {
		return "", errors.New("--image and --images off contradict each other")
	}
	return m, nil
}

// selector is the choice of --platform, nil where the flag is not given.
func (f *imageFlags) selector() (*image.Selector, error) {
	switch f.platform {
	case "":
		return nil, nil //nolint:nilnil // no flag, no choice
	case "all":
		all := image.All()
		return &all, nil
	}
	p, err := image.ParsePlatform(f.platform)
	if err != nil {
		return nil, withHint(err, "write --platform linux/amd64, or all")
	}
	exactly := image.Exactly(p)
	return &exactly, nil
}

// apply puts what flags and configuration say of images into the options.
func (f *imageFlags) apply(o *check.Options, c *config.Config) (err error) {
	f.insecure = append(f.insecure, c.InsecureRegistries...)
	if o.Images, err = f.modeOf(); err != nil {
		return err
	}
	if o.Platform, err = f.selector(); err != nil {
		return err
	}
	if err = f.build.apply(&o.Build, c); err != nil {
		return err
	}
	if o.Mappings, err = f.required(); err != nil {
		return err
	}
	more, err := configured(c)
	o.Mappings = append(o.Mappings, more...)
	return err
}

func (f *imageFlags) required() ([]*check.Mapping, error) {
	var out []*check.Mapping
	for _, text := range f.mappings {
		m, err := check.ParseMapping(text, true)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// opener makes what opens images, with the environment told about registries and progress.
func (f *imageFlags) opener(e *env) (*image.Opener, error) {
	if f.jobs < 0 {
		return nil, fmt.Errorf("--jobs %d: write a number above 0", f.jobs)
	}
	if f.timeout <= 0 {
		return nil, fmt.Errorf("--timeout %s: write a duration above 0, such as 30s", f.timeout)
	}
	cache, err := f.cache(e)
	if err != nil {
		return nil, err
	}
	options := image.Options{
		CAFile: f.caFile, Insecure: f.insecure, UserAgent: "hullcheck/" + toolVersion(), Timeout: f.timeout,
		Contact: func(host string) { e.note("contacting registry %s", host) },
		Layers:  rootfs.Options{Limits: rootfs.Limits{Compressed: int64(f.layerLimit)}, Cache: cache},
	}
	if !e.quiet {
		if e.progress = newProgress(e.stderr); e.progress != nil {
			options.Layers.Progress = e.progress.layer
		}
	}
	o, err := image.NewOpener(options)
	if err != nil {
		return nil, fmt.Errorf("prepare to read images: %w", err)
	}
	return o, nil
}

// cacheBytes is how large the cache may grow.
const cacheBytes = 1 << 30

func (f *imageFlags) cache(e *env) (*rootfs.Cache, error) {
	switch {
	case f.noCache && f.cacheDir != "":
		return nil, errors.New("--cache-dir and --no-cache contradict each other")
	case f.noCache:
		return rootfs.NewMemoryCache(), nil
	case f.cacheDir != "":
		if info, err := os.Stat(f.cacheDir); err == nil && !info.IsDir() {
			return nil, fmt.Errorf("--cache-dir %s: it is not a folder", f.cacheDir)
		}
		return rootfs.NewCache(f.cacheDir, cacheBytes), nil
	}
	dir, err := rootfs.DefaultCacheDir()
	if err != nil {
		e.note("no cache: %s", err)
		return rootfs.NewMemoryCache(), nil
	}
	return rootfs.NewCache(dir, cacheBytes), nil
}

// size is a number of bytes, written with a binary unit: 64MiB, 2g.
type size int64

// String implements pflag.Value.
func (s *size) String() string { return units.CustomSize("%.4g%s", float64(*s), 1024, sizeUnits) }

var sizeUnits = []string{"B", "KiB", "MiB", "GiB", "TiB"}

// Set implements pflag.Value.
func (s *size) Set(text string) error {
	n, err := units.RAMInBytes(text)
	if err != nil || n <= 0 {
		return fmt.Errorf("write a size such as 64MiB or 2GiB")
	}
	*s = size(n)
	return nil
}

// Type implements pflag.Value.
func (s *size) Type() string { return "SIZE" }
