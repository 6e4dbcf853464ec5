package image

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// archivePlace opens a docker-save or OCI archive. A plain tar is read where it is needed; a compressed one is read once
// from beginning to end, and what questions may need of it is kept.
func archivePlace(ctx context.Context, file string, opts rootfs.Options) (p *place, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, &Error{Class: NotFound, Err: err}
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, &Error{Class: NotFound, Detail: "it is no regular file", Err: err, Hint: hintNoArchive}
	}
	name := string(Archive) + ":" + file
	head := make([]byte, formBytes)
	if n, err := f.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read archive: %w", err)
	} else if formOf(head[:n]) == plainForm {
		dir, err := indexTar(file)
		if err != nil {
			return nil, err
		}
		return bundlePlace(name, dir, nil, opts)
	}
	stream, err := decompress(f)
	if err != nil {
		return nil, err
	}
	scan, err := scanStream(ctx, stream, opts)
	if closed := stream.Close(); err == nil { // else it says the same again
		err = asMalformed("read archive", closed)
	}
	if err != nil {
		return nil, err
	}
	return bundlePlace(name, scan, scan, opts)
}

// bundlePlace tells the two forms of archives apart. Docker since version 25 writes both into one; the OCI form names more
// by digest.
func bundlePlace(name string, dir fs.FS, scan *scanned, opts rootfs.Options) (*place, error) {
	switch {
	case exists(dir, layoutFile) && exists(dir, indexFile):
		return (&layoutStore{name: name, dir: dir, scan: scan, opts: opts}).place()
	case exists(dir, saveFile):
		return (&saveStore{name: name, dir: dir, scan: scan, opts: opts}).place()
	default:
		return nil, &Error{
			Class: NotImage, Detail: "the archive has neither manifest.json (docker save) nor index.json (OCI)",
			Hint: "an image archive is what docker save, podman save or skopeo copy write; a packaged chart has to be unpacked",
		}
	}
}

func exists(dir fs.FS, name string) bool {
	info, err := fs.Stat(dir, name)
	return err == nil && info.Mode().IsRegular()
}
