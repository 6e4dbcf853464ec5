package rootfs

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// capabilityRecord is the PAX record that holds file capabilities, in raw bytes.
const capabilityRecord = "SCHILY.xattr.security.capability"

// ScanOptions are what a caller knows and wants of a layer.
type ScanOptions struct {
	Digest v1.Hash // expected digest of the bytes as stored; zero: not verified
	DiffID v1.Hash // expected digest of the tar stream; zero: not verified
	Size   int64   // expected number of bytes as stored; 0: not known
	Limits Limits
	// Keep says of which regular files to keep the body, by index in TOC.Items and clean absolute name. Nil is
	// KeepUserFiles. Bodies past Limits.Body and Limits.Bodies are not kept, whatever Keep says.
	Keep func(index int, name string) bool
	// Progress is called with the number of stored bytes read so far.
	Progress func(read int64)
}

// KeepUserFiles keeps every file that an /etc/passwd or /etc/group could be or lead to by a link, wherever it lies: as
// some streams can be read only once, it is better to keep one too many.
func KeepUserFiles(_ int, name string) bool {
	base := path.Base(name)
	return strings.HasSuffix(base, "passwd") || strings.HasSuffix(base, "group")
}

// Scan reads one layer to its end and returns its table of contents. The stream may be plain, gzip or zstd: its first
// bytes tell, not its media type. An error is a LimitError, a DigestError, a MalformedError, or that of r.
func Scan(ctx context.Context, r io.Reader, opts ScanOptions) (*TOC, error) {
	opts.Limits = opts.Limits.withDefaults()
	if opts.Keep == nil {
		opts.Keep = KeepUserFiles
	}
	stored := newMeter(ctx, r, opts.Limits.Compressed, storedBytes)
	stored.progress = opts.Progress
	s := &scanner{opts: opts, toc: &TOC{Bodies: map[int][]byte{}}}
	err := s.run(ctx, stored)
	if err := s.judge(stored, err); err != nil {
		return nil, err
	}
	return s.toc, nil
}

type scanner struct {
	opts   ScanOptions
	toc    *TOC
	bodies int64 // bytes kept so far
	names  int64 // bytes of names so far
}

// run reads the whole stream, past the end of the archive too: the digests are over all bytes.
func (s *scanner) run(ctx context.Context, stored *meter) error {
	plain, err := decompress(stored)
	if err != nil {
		return err
	}
	defer func() { _ = plain.Close() }() // the readers' errors are those of Read
	stream := newMeter(ctx, plain, s.opts.Limits.Decompressed, "decompressed bytes")
	tr := tar.NewReader(stream)
	for {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if err := s.add(h, tr); err != nil {
			return err
		}
	}
	if _, err := io.Copy(io.Discard, stream); err != nil {
		return err
	}
	s.toc.DiffID = stream.sum()
	return nil
}

// add appends one tar entry, and looks into its content where it is a regular file.
func (s *scanner) add(h *tar.Header, content io.Reader) error {
	if len(s.toc.Items) >= s.opts.Limits.Entries {
		return &LimitError{What: "entries", Limit: int64(s.opts.Limits.Entries)}
	}
	if max(len(h.Name), len(h.Linkname)) > s.opts.Limits.PathLength {
		return &LimitError{What: "bytes of path", Limit: int64(s.opts.Limits.PathLength)}
	}
	item := newItem(h)
	if h.Typeflag == tar.TypeReg || h.Typeflag == tar.TypeGNUSparse {
		if err := s.sniff(&item, content); err != nil {
			return err
		}
	}
	if s.names += item.strings(); s.names > s.opts.Limits.Names {
		return &LimitError{What: "bytes of names", Limit: s.opts.Limits.Names}
	}
	s.toc.Items = append(s.toc.Items, item)
	return nil
}

// strings is the length of all text in an item.
func (i *Item) strings() int64 {
	n := len(i.Name) + len(i.Link)
	if i.Program != nil {
		n += len(i.Program.Interpreter) + len(i.Program.Argument)
	}
	return int64(n)
}

// newItem copies what it keeps, so that no block of the reader stays alive behind a short string.
func newItem(h *tar.Header) Item {
	item := Item{
		Name: strings.Clone(h.Name), Typeflag: h.Typeflag, Mode: uint32(h.Mode & 0o7777),
		UID: int64(h.Uid), GID: int64(h.Gid), Link: strings.Clone(h.Linkname), Size: h.Size,
		Device: [2]int64{h.Devmajor, h.Devminor},
	}
	if value, ok := h.PAXRecords[capabilityRecord]; ok {
		item.Capability = []byte(value[:min(len(value), maxCapability)])
	}
	return item
}

// sniff reads the head of a regular file for Program, and all of it where the body is to be kept.
func (s *scanner) sniff(item *Item, content io.Reader) error {
	index, limits := len(s.toc.Items), s.opts.Limits
	if item.Size > min(limits.Body, limits.Bodies-s.bodies) || !s.opts.Keep(index, path.Clean("/"+item.Name)) {
		program, err := ReadProgram(content, item.Size)
		item.Program = program
		return err
	}
	body := make([]byte, item.Size)
	if _, err := io.ReadFull(content, body); err != nil {
		return fmt.Errorf("read %q: %w", item.Name, err)
	}
	s.bodies += item.Size
	s.toc.Bodies[index] = body
	program, err := ReadProgram(strings.NewReader(string(body)), item.Size)
	item.Program = program
	return err
}
