package image

import (
	"archive/tar"
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// Caps on one pass over an archive, all layers together.
const (
	maxSmall      = 64 << 20 // bytes of small files that are kept
	maxItems      = 4_000_000
	maxBodies     = 128 << 20
	maxStream     = 128 << 30 // decompressed bytes of the archive
	maxLayerFiles = 4 * maxLayers
)

// scanner goes once over a tar stream that cannot be sought: a compressed archive, what a daemon sends. Which of its files
// are layers is only told at its end, or not before: so every file that looks like one is scanned as it passes.
type scanner struct {
	opts  rootfs.Options
	out   *scanned
	small int64
	items int
	body  int64
}

func scanStream(ctx context.Context, r io.Reader, opts rootfs.Options) (*scanned, error) {
	s := scanner{opts: opts, out: &scanned{
		small: map[string][]byte{}, layers: map[string]scannedLayer{}, links: tarLinks{},
	}}
	capped := &cappedReader{ctx: ctx, r: r, left: maxStream}
	archive := tar.NewReader(capped)
	for range maxTarEntries {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			_, err := io.Copy(io.Discard, capped) // the checksum of a compressed stream stands at its end
			return s.out, asMalformed("read archive", err)
		}
		if err == nil {
			err = s.add(ctx, h, archive)
		}
		if err != nil {
			return nil, asMalformed("read archive", err)
		}
	}
	return nil, malformed("the archive has more than %d entries", maxTarEntries)
}

func (s *scanner) add(ctx context.Context, h *tar.Header, content io.Reader) error {
	s.out.links.note(h)
	if h.Typeflag != tar.TypeReg {
		return nil
	}
	name := clean(h.Name)
	buffered := bufio.NewReaderSize(content, tarBlock)
	head, err := buffered.Peek(tarBlock)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if looksLikeLayer(head) {
		return s.scanLayer(ctx, name, h.Size, buffered)
	}
	if h.Size > maxConfig || s.small+h.Size > maxSmall {
		return nil // no manifest and no config is that large: if it is asked for, it is missing
	}
	raw, err := io.ReadAll(buffered)
	if err != nil {
		return fmt.Errorf("read %q: %w", name, err)
	}
	s.small += h.Size
	s.out.small[name] = raw
	return nil
}

func looksLikeLayer(head []byte) bool {
	f := formOf(head)
	return f == gzipForm || f == zstdForm || len(head) == tarBlock && isTar(head)
}

// scanLayer keeps a layer's table of contents, or why there is none: the file may be no layer at all, and one that is
// broken matters only if an image has it. Only an error of the archive itself ends the pass.
func (s *scanner) scanLayer(ctx context.Context, name string, size int64, content io.Reader) error {
	limits := s.limits()
	if size > limits.Compressed {
		s.out.layers[name] = scannedLayer{
			unread: fmt.Sprintf("a layer of %d bytes is larger than the layer read limit of %d", size, limits.Compressed),
		}
		return nil
	}
	if len(s.out.layers) >= maxLayerFiles || s.items >= maxItems {
		return malformed("the archive has more than %d layers, or %d files in them", maxLayerFiles, maxItems)
	}
	toc, err := rootfs.Scan(ctx, content, rootfs.ScanOptions{Limits: limits})
	if err != nil && ClassOf(err) == "" {
		return err
	}
	s.out.layers[name] = scannedLayer{toc: toc, failed: err}
	if toc != nil {
		s.items += len(toc.Items)
		for _, b := range toc.Bodies {
			s.body += int64(len(b))
		}
	}
	return nil
}

// limits are those of one layer, and what is left of those of the whole archive.
func (s *scanner) limits() rootfs.Limits {
	l, d := s.opts.Limits, rootfs.DefaultLimits()
	if l.Compressed <= 0 {
		l.Compressed = d.Compressed
	}
	if l.Entries <= 0 {
		l.Entries = d.Entries
	}
	if l.Bodies <= 0 {
		l.Bodies = d.Bodies
	}
	l.Entries = max(1, min(l.Entries, maxItems-s.items))
	l.Bodies = max(1, min(l.Bodies, maxBodies-s.body))
	return l
}

// asMalformed calls an error malformed that has no class yet and is not the caller's own.
func asMalformed(what string, err error) error {
	if err == nil || gaveUp(err) || ClassOf(err) != "" {
		return err
	}
	return malformed("%s: %w", what, err)
}

// cappedReader ends with the context, and before a bomb.
type cappedReader struct {
	ctx  context.Context //nolint:containedctx // a reader has no other way to hear of it
	r    io.Reader
	left int64
}

func (c *cappedReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	if c.left <= 0 {
		return 0, malformed("the archive has more than %d bytes", int64(maxStream))
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}
