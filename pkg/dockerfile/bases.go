package dockerfile

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	digest "github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/hullcheck/hullcheck/pkg/image"
)

// bases reads each image once, whatever the number of conversions.
type bases struct {
	from     BaseResolver
	platform image.Platform
	names    []string // variables that the Dockerfile mentions
	mu       sync.Mutex
	read     map[string]*base
	// layouts are the OCI layouts among the build contexts, by the reference that stands for each.
	layouts map[string]string
}

// base is one image as far as it could be read.
type base struct {
	ref      string
	platform image.Platform
	img      *image.Image
	unread   string
}

// open names the fields of the image's config that are not known, by image.Config.Unknown's names.
func (b *base) open() map[string]string {
	if b.img == nil {
		why := b.why()
		return map[string]string{
			"user": why, "env": why, "entrypoint": why, "cmd": why, "workdir": why, "volumes": why, "ports": why, "onbuild": why,
		}
	}
	return b.img.Config.Unknown
}

// why is the reason for what is not known because of the image.
func (b *base) why() string {
	return "base image " + b.ref + " could not be read: " + b.unread
}

// get reads an image.
func (b *bases) get(ctx context.Context, ref string, p *ocispecs.Platform) (*base, error) {
	platform := imagePlatform(p, b.platform)
	key := ref + " " + platform.String()
	b.mu.Lock()
	defer b.mu.Unlock()
	if seen, ok := b.read[key]; ok {
		return seen, nil
	}
	found := &base{ref: ref, platform: platform}
	if layout, ok := b.layouts[ref]; ok {
		found.ref = layout
	}
	var err error
	found.img, found.unread, err = b.resolve(ctx, found.ref, platform)
	if err != nil {
		return nil, fmt.Errorf("read base image %s: %w", found.ref, err)
	}
	b.read[key] = found
	return found, nil
}

func (b *bases) resolve(ctx context.Context, ref string, p image.Platform) (*image.Image, string, error) {
	if b.from == nil {
		return nil, "no image is read", nil
	}
	img, unread, err := b.from.Resolve(ctx, ref, p)
	if err == nil && img == nil && unread == "" {
		unread = "it was not found"
	}
	return img, unread, err
}

// list are the images that were asked for.
func (b *bases) list() []*base {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := make([]*base, 0, len(b.read))
	for _, x := range b.read {
		out = append(out, x)
	}
	slices.SortFunc(out, func(x, y *base) int {
		return strings.Compare(x.ref+" "+x.platform.String(), y.ref+" "+y.platform.String())
	})
	return out
}

// uncertain tells whether a field of any image is not known, so that the file must be tried out.
func (b *bases) uncertain() bool {
	return slices.ContainsFunc(b.list(), func(x *base) bool { return len(x.open()) > 0 })
}

// config is an image's config as the converter wants it. What is not known is as the probe says.
func (b *bases) config(x *base, p probe) ([]byte, error) {
	img := dockerspec.DockerOCIImage{}
	img.OS, img.Architecture, img.Variant = x.platform.OS, x.platform.Architecture, x.platform.Variant
	// An image without layers would be taken for scratch, so that nobody would be asked for its files.
	img.RootFS = ocispecs.RootFS{Type: "layers", DiffIDs: []digest.Digest{digest.FromString(x.ref)}}
	if x.img != nil {
		copyConfig(&img, x.img.Config)
	}
	if open := x.open(); len(open) > 0 {
		p.fill(&img, open, b.names)
	}
	out, err := json.Marshal(img)
	if err != nil {
		return nil, fmt.Errorf("write config of %s: %w", x.ref, err)
	}
	return out, nil
}

// copyConfig copies a config that was read.
func copyConfig(img *dockerspec.DockerOCIImage, c image.Config) {
	img.Config.User, img.Config.Env, img.Config.WorkingDir = c.User, c.Env, c.WorkingDir
	img.Config.Entrypoint, img.Config.Cmd, img.Config.Labels = c.Entrypoint, c.Cmd, c.Labels
	img.Config.OnBuild, img.Config.Shell = c.OnBuild, c.Shell
	img.Config.Volumes, img.Config.ExposedPorts = set(c.Volumes), set(c.ExposedPorts)
	for _, h := range c.History {
		img.History = append(img.History, ocispecs.History{CreatedBy: h.CreatedBy, EmptyLayer: h.EmptyLayer})
	}
}

func set(list []string) map[string]struct{} {
	if list == nil {
		return nil
	}
	out := map[string]struct{}{}
	for _, v := range list {
		out[v] = struct{}{}
	}
	return out
}
