package dockerfile

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/gateway/client"
	gwpb "github.com/moby/buildkit/frontend/gateway/pb"
	"github.com/moby/buildkit/solver/pb"
	digest "github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// gateway stands in for buildkitd towards BuildKit's Dockerfile frontend: it hands out the Dockerfile, .dockerignore and
// the configs of base images. It solves nothing else.
type gateway struct {
	opts    map[string]string
	dirs    map[string]localDir // by name of the local source
	resolve func(ctx context.Context, ref string, p *ocispecs.Platform) ([]byte, error)
}

var _ client.Client = (*gateway)(nil)

var errNotSolved = errors.New("a prediction solves nothing")

func (g *gateway) BuildOpts() client.BuildOpts {
	return client.BuildOpts{
		Opts:    g.opts,
		Workers: []client.WorkerInfo{{Platforms: []ocispecs.Platform{{OS: "linux", Architecture: "amd64"}}}},
		LLBCaps: pb.Caps.CapSet(pb.Caps.All()),
		Caps:    gwpb.Caps.CapSet(gwpb.Caps.All()),
	}
}

// ResolveImageConfig answers for FROM and for build contexts that are images.
func (g *gateway) ResolveImageConfig(
	ctx context.Context, ref string, opt sourceresolver.Opt,
) (string, digest.Digest, []byte, error) {
	var p *ocispecs.Platform
	if opt.ImageOpt != nil {
		p = opt.ImageOpt.Platform
	}
	config, err := g.resolve(ctx, ref, p)
	return ref, "", config, err
}

// Solve reads a directory that the frontend wants a single file of.
func (g *gateway) Solve(_ context.Context, req client.SolveRequest) (*client.Result, error) {
	name, err := localName(req.Definition)
	if err != nil {
		return nil, err
	}
	dir, ok := g.dirs[name]
	if !ok {
		return nil, fmt.Errorf("directory %q: %w", name, errNotSolved)
	}
	r := client.NewResult()
	r.SetRef(dir)
	return r, nil
}

// localName is the name of the local source that a definition consists of.
func localName(def *pb.Definition) (string, error) {
	for _, b := range def.GetDef() {
		var op pb.Op
		if err := op.UnmarshalVT(b); err != nil {
			return "", fmt.Errorf("read build step: %w", err)
		}
		if name, ok := strings.CutPrefix(op.GetSource().GetIdentifier(), "local://"); ok {
			return name, nil
		}
	}
	return "", errNotSolved
}

// ResolveSourceMetadata is asked only for a SOURCE_DATE_EPOCH taken from a context.
func (g *gateway) ResolveSourceMetadata(
	context.Context, *pb.SourceOp, sourceresolver.Opt,
) (*sourceresolver.MetaResponse, error) {
	return nil, errNotSolved
}

// Inputs are those of a build that is nested in another one; there are none.
func (g *gateway) Inputs(context.Context) (map[string]llb.State, error) {
	return map[string]llb.State{}, nil
}

// NewContainer is never asked for by the Dockerfile frontend.
func (g *gateway) NewContainer(context.Context, client.NewContainerRequest) (client.Container, error) {
	return nil, errNotSolved
}

// Warn gets the linter's results as text; they are taken from the converter itself.
func (g *gateway) Warn(context.Context, digest.Digest, string, client.WarnOpts) error { return nil }
