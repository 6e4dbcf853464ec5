package image

import (
	"fmt"
	"slices"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// choose picks what is asked for by digest, by tag, or by the reference that manifests use; without any of these it is
// everything that the place holds.
func (p *place) choose(req Request) ([]root, error) {
	switch {
	case req.Source.Digest != "":
		return p.byDigest(req.Source.Digest)
	case req.Source.Tag != "":
		tagged := p.filter(func(name string) bool { return hasTag(name, req.Source.Tag) })
		if len(tagged) == 0 {
			return nil, p.notFound(fmt.Sprintf("no image in it is tagged %q", req.Source.Tag))
		}
		return tagged, nil
	case req.Ref != "" && len(p.roots) > 1:
		ref, err := ParseRef(req.Ref)
		if err != nil {
			return nil, err
		}
		called := p.filter(func(name string) bool { return isCalled(name, ref) })
		if len(called) != 1 {
			return nil, p.notFound(fmt.Sprintf("it holds %d images, and %d of them are called %s", len(p.roots), len(called), ref))
		}
		return called, nil
	default:
		return p.roots, nil
	}
}

func (p *place) byDigest(digest string) ([]root, error) {
	hash, err := v1.NewHash(digest)
	if err != nil {
		return nil, malformed("bad digest: %w", err)
	}
	for _, r := range p.roots {
		for _, d := range r.descs {
			if d.Digest == hash {
				return []root{{names: r.names, descs: []v1.Descriptor{d}}}, nil
			}
		}
	}
	d := v1.Descriptor{Digest: hash, Size: unknownSize}
	if !p.store.has(d) {
		return nil, p.notFound("it does not hold " + digest)
	}
	return []root{{descs: []v1.Descriptor{d}}}, nil
}

// unknownSize is the size of a part that is known by its digest alone.
const unknownSize = -1

func (p *place) filter(match func(name string) bool) []root {
	var matched []root
	for _, r := range p.roots {
		if slices.ContainsFunc(r.names, match) {
			matched = append(matched, r)
		}
	}
	return matched
}

// hasTag: layouts name an image by its tag alone or by its whole reference; which of them, the tools do not agree.
func hasTag(name, tag string) bool {
	if name == tag {
		return true
	}
	ref, err := ParseRef(name)
	return err == nil && strings.ContainsAny(name, "/:") && ref.tag() == tag
}

func isCalled(name string, ref Ref) bool {
	there, err := ParseRef(name)
	if err == nil && strings.ContainsAny(name, "/:") {
		return ref.Covers(there)
	}
	return name == ref.tag()
}

func (p *place) notFound(detail string) error {
	var names []string
	for _, r := range p.roots {
		names = append(names, r.label())
	}
	return &Error{Class: NotFound, Detail: detail, Hint: "it holds " + strings.Join(names, ", ")}
}

// label is how to tell a root from the others of its place.
func (r root) label() string {
	if len(r.names) > 0 {
		return r.names[0]
	}
	digests := make([]string, len(r.descs))
	for i, d := range r.descs {
		digests[i] = d.Digest.String()
	}
	return strings.Join(digests, ", ")
}

// as is src narrowed to r, one of several roots of p: by tag where no other root has it, else by digest. The source of an
// archive has no room for either; there the label tells.
func (p *place) as(src Source, r root) (narrowed Source, name string) {
	if src.Kind != Layout {
		return src, r.label()
	}
	for _, name := range r.names {
		if tagName.MatchString(name) && len(p.filter(func(n string) bool { return hasTag(n, name) })) == 1 {
			src.Tag = name
			return src, src.name()
		}
	}
	if len(r.descs) == 1 {
		src.Digest = r.descs[0].Digest.String()
	}
	return src, src.name()
}
