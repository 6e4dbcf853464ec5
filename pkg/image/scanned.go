package image

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// scanned is what one pass over an archive keeps of it: the small files whole, and of each layer its table of contents. As
// an fs.FS it holds the small files.
type scanned struct {
	small  map[string][]byte
	layers map[string]scannedLayer
	links  tarLinks
}

// scannedLayer is a layer, or why it has no table of contents: it is broken, or larger than may be read.
type scannedLayer struct {
	toc    *rootfs.TOC
	failed error
	unread string
}

// Open implements fs.FS.
func (s *scanned) Open(name string) (fs.File, error) {
	b, ok := s.small[s.links.follow(name)]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &tarFile{
		Reader: bytes.NewReader(b), Closer: io.NopCloser(nil), info: fileInfo{path.Base(name), int64(len(b))},
	}, nil
}

// view is the merged view of layers that were scanned.
func (s *scanned) view(ctx context.Context, layers []layer, pathOf func(layer) string) (rootfs.Files, error) {
	tocs := make([]*rootfs.TOC, len(layers))
	for i, l := range layers {
		found, err := s.layer(ctx, s.links.follow(pathOf(l)))
		if err != nil {
			return nil, fmt.Errorf("layer %s: %w", l.Digest, err)
		}
		if found.unread != "" {
			tocs[i] = &rootfs.TOC{Unread: found.unread}
			continue
		}
		if err := l.compare(found.toc); err != nil {
			return nil, err
		}
		tocs[i] = found.toc
	}
	return rootfs.FromTOCs(tocs), nil
}

func (s *scanned) layer(ctx context.Context, name string) (scannedLayer, error) {
	if found, ok := s.layers[name]; ok {
		return found, found.failed
	}
	raw, ok := s.small[name]
	if !ok {
		return scannedLayer{}, &Error{Class: NotFound, Detail: "the archive does not hold it"}
	}
	// A layer without entries does not look like one.
	toc, err := rootfs.Scan(ctx, bytes.NewReader(raw), rootfs.ScanOptions{})
	return scannedLayer{toc: toc}, err
}

// compare checks a layer that was scanned before it was known by which digests it would be named. Docker-save archives name
// layers by their diff IDs alone.
func (l layer) compare(toc *rootfs.TOC) error {
	if want := l.digest(); want != l.diffID && want != (v1.Hash{}) && want != toc.Digest {
		return &rootfs.DigestError{What: "digest", Want: want, Got: toc.Digest}
	}
	if l.diffID != toc.DiffID {
		return &rootfs.DigestError{What: "diff ID", Want: l.diffID, Got: toc.DiffID}
	}
	return nil
}
