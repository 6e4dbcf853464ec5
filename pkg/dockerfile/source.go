package dockerfile

import (
	"context"
	"strings"

	"github.com/moby/buildkit/solver/pb"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// source is what a build starts from or copies from.
func (w *walker) source(ctx context.Context, s *step, src *pb.SourceOp) (*known.Tree, error) {
	scheme, ref, _ := strings.Cut(src.GetIdentifier(), "://")
	switch scheme {
	case "docker-image":
		p := s.op.GetPlatform()
		platform := imagePlatform(nil, w.c.bases.platform)
		if p != nil {
			platform = image.Platform{OS: p.GetOS(), Architecture: p.GetArchitecture(), Variant: p.GetVariant()}
		}
		b, err := w.c.bases.get(ctx, ref, ociPlatform(platform))
		if err != nil {
			return nil, err
		}
		if b.img == nil || b.img.Files == nil {
			return known.Over(known.Unread(b.why()), "/"), nil
		}
		if t, ok := b.img.Files.(*known.Tree); ok {
			return t.Fork(), nil
		}
		return known.Over(known.FromFiles(b.img.Files), "/"), nil
	case "local":
		return w.local(ref, src)
	}
	return known.Over(known.Unread("nothing is fetched from "+src.GetIdentifier()), "/"), nil
}

// local is a build context, without what .dockerignore leaves out.
func (w *walker) local(name string, src *pb.SourceOp) (*known.Tree, error) {
	dir, ok := w.c.contexts.dirs[name]
	if !ok {
		return known.Over(known.Unread("build context "+name+" is not given"), "/"), nil
	}
	excludes, err := patterns(src.GetAttrs()[pb.AttrExcludePatterns])
	if err != nil {
		return nil, err
	}
	files, err := newContextFiles(dir.dir, excludes)
	if err != nil {
		return nil, err
	}
	return known.Over(known.FromFiles(files), "/"), nil
}
