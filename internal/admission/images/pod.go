package images

import (
	"context"

	"github.com/hullcheck/hullcheck/internal/admission/pullsecrets"
	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// pod is the Images of one Pod.
type pod struct {
	reader *Reader
	who    pullsecrets.Puller
}

// Read gives an image as the Pod's accounts let it be read. It returns when ctx ends at the latest; what is then not known is
// read on in the background.
func (p *pod) Read(ctx context.Context, ref string, want []image.Platform) check.Reading {
	images, unread := p.read(ctx, ref, want)
	return check.Reading{Asked: true, Images: images, Unread: unread}
}

func (p *pod) read(ctx context.Context, ref string, want []image.Platform) (images []*image.Image, unread string) {
	if ref == "" {
		return nil, "the container names no image"
	}
	parsed, err := image.ParseRef(ref)
	if err != nil {
		return nil, err.Error()
	}
	if err := p.reader.allowed.check(parsed); err != nil {
		p.reader.counts.refused.Add(1)
		return nil, err.Error()
	}
	accounts, notes, err := p.accounts(ctx, parsed.Repository)
	if err != nil {
		return nil, textOf(err)
	}
	out, a, t := p.try(ctx, accounts, parsed, want)
	if out == nil {
		t.notes = notes
		return nil, t.String()
	}
	for _, m := range out.images {
		images = append(images, p.image(ref, parsed, m, a))
	}
	return images, out.unread
}

// try asks with one account after another, until one may read the image or the failure is none of the account's.
func (p *pod) try(
	ctx context.Context, accounts []account, ref image.Ref, want []image.Platform,
) (out *opened, a account, failed trial) {
	for _, a := range accounts {
		out, err := p.reader.open(ctx, a, ref, want)
		if err == nil {
			return out, a, trial{}
		}
		if failed.add(a, err) {
			break
		}
	}
	return nil, account{}, failed
}

// image is a member as the Pod calls it.
func (p *pod) image(name string, ref image.Ref, m member, a account) *image.Image {
	img := m.facts.described.Image
	img.Name, img.Platform, img.Verified = name, m.platform, true
	img.Source = image.Source{Kind: image.Registry, Ref: name}.String()
	img.Files = &files{reader: p.reader, account: a, ref: ref, facts: m.facts}
	return &img
}
