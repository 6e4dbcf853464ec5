package image

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"time"
)

// maxTarEntries caps the files of an archive; an image of a thousand layers has a few thousand.
const maxTarEntries = 100_000

// tarFS is a plain tar file whose regular files can be opened at will: it holds where each begins and opens the archive
// anew for every read, so that nothing stays open between them.
type tarFS struct {
	archive string
	files   map[string]section
	links   tarLinks
}

type section struct{ offset, size int64 }

// indexTar reads the headers of a tar file and skips what lies between them.
func indexTar(archive string) (t *tarFS, err error) {
	f, err := os.Open(archive)
	if err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	t = &tarFS{archive: archive, files: map[string]section{}, links: tarLinks{}}
	r := tar.NewReader(f)
	for range maxTarEntries {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return nil, malformed("read archive: %w", err)
		}
		at, err := f.Seek(0, io.SeekCurrent)
		if err != nil {
			return nil, fmt.Errorf("read archive: %w", err)
		}
		t.links.note(h)
		if h.Typeflag == tar.TypeReg {
			t.files[clean(h.Name)] = section{offset: at, size: h.Size}
		}
	}
	return nil, malformed("the archive has more than %d entries", maxTarEntries)
}

// Open implements fs.FS.
func (t *tarFS) Open(name string) (fs.File, error) {
	s, ok := t.files[t.links.follow(name)]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	f, err := os.Open(t.archive)
	if err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	return &tarFile{Reader: io.NewSectionReader(f, s.offset, s.size), Closer: f, info: fileInfo{path.Base(name), s.size}}, nil
}

// tarLinks are the links of an archive: docker save stored a layer once and linked to it from every image that has it.
type tarLinks map[string]string

func (l tarLinks) note(h *tar.Header) {
	switch name := clean(h.Name); h.Typeflag {
	case tar.TypeSymlink:
		l[name] = path.Join(path.Dir(name), h.Linkname) //nolint:gosec // G305: only names in the archive are looked up
	case tar.TypeLink:
		l[name] = clean(h.Linkname)
	default:
		delete(l, name)
	}
}

// follow gives up after a few steps: there is no reason for chains, and loops must end.
func (l tarLinks) follow(name string) string {
	for range 8 {
		target, ok := l[name]
		if !ok {
			return name
		}
		name = target
	}
	return name
}

// tarFile is an open file of an archive.
type tarFile struct {
	io.Reader
	io.Closer
	info fileInfo
}

func (f *tarFile) Stat() (fs.FileInfo, error) { return f.info, nil }

// fileInfo describes a regular file of an archive.
type fileInfo struct {
	name string
	size int64
}

func (i fileInfo) Name() string       { return i.name }
func (i fileInfo) Size() int64        { return i.size }
func (i fileInfo) Mode() fs.FileMode  { return 0o444 }
func (i fileInfo) ModTime() time.Time { return time.Time{} }
func (i fileInfo) IsDir() bool        { return false }
func (i fileInfo) Sys() any           { return nil }
