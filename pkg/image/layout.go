package image

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// The files of an OCI layout (image-layout.md of the OCI image specification).
const (
	layoutFile = "oci-layout"
	indexFile  = "index.json"
)

// The annotations under which tools name the entries of index.json: the specification's, mostly the tag alone, and
// containerd's and BuildKit's, the whole reference.
var nameAnnotations = []string{"io.containerd.image.name", "org.opencontainers.image.ref.name"}

// layoutStore holds the parts of an OCI layout: a folder, or the same files in an archive.
type layoutStore struct {
	name string
	dir  fs.FS
	scan *scanned // nil where the layers can be opened at will
	opts rootfs.Options
}

func layoutPlace(dir string, opts rootfs.Options) (*place, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, &Error{Class: NotFound, Err: err}
	}
	if !info.IsDir() {
		return nil, &Error{Class: NotFound, Detail: "it is a file, no folder", Hint: "for an archive write archive:FILE"}
	}
	s := &layoutStore{name: string(Layout) + ":" + dir, dir: os.DirFS(dir), opts: opts}
	return s.place()
}

func (s *layoutStore) place() (*place, error) {
	raw, err := readFile(s.dir, indexFile, maxManifest)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &Error{Class: NotFound, Detail: "it has no index.json", Hint: "name the folder of an OCI layout"}
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", indexFile, err)
	}
	doc, err := parseDocument(raw, "")
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", indexFile, err)
	}
	if !doc.isIndex() {
		return nil, malformed("read %s: it is no index", indexFile)
	}
	if len(doc.Manifests) == 0 {
		return nil, &Error{Class: NotImage, Detail: "it holds no image at all", Hint: hintMalformed}
	}
	return &place{store: s, roots: rootsOf(doc.Manifests)}, nil
}

// rootsOf groups the entries of index.json: those of one name belong together, as do those without any.
func rootsOf(entries []v1.Descriptor) []root {
	var roots []root
	for _, d := range entries {
		if isAttestation(d) || !mayBeImage(d) {
			continue
		}
		names := namesOf(d)
		i := slices.IndexFunc(roots, func(r root) bool { return slices.Equal(r.names, names) })
		if i < 0 {
			roots = append(roots, root{names: names})
			i = len(roots) - 1
		}
		roots[i].descs = append(roots[i].descs, d)
	}
	if len(roots) == 0 {
		return []root{{descs: entries}} // opening it says what it holds instead
	}
	return roots
}

func namesOf(d v1.Descriptor) []string {
	var names []string
	for _, key := range nameAnnotations {
		if name := d.Annotations[key]; name != "" {
			names = append(names, name)
		}
	}
	return names
}

func (s *layoutStore) key() string { return s.name }

// blobPath is safe to join: a digest that was parsed holds known letters only.
func blobPath(h v1.Hash) string { return path.Join("blobs", h.Algorithm, h.Hex) }

func (s *layoutStore) has(d v1.Descriptor) bool {
	if d.Data != nil {
		return true
	}
	info, err := fs.Stat(s.dir, blobPath(d.Digest))
	return err == nil && info.Mode().IsRegular()
}

func (s *layoutStore) manifest(ctx context.Context, d v1.Descriptor) (io.ReadCloser, error) {
	return s.blob(ctx, d)
}

func (s *layoutStore) blob(_ context.Context, d v1.Descriptor) (io.ReadCloser, error) {
	return openRegular(s.dir, blobPath(d.Digest))
}

func (s *layoutStore) files(ctx context.Context, layers []layer) (rootfs.Files, error) {
	if s.scan == nil {
		return rootfs.Open(onDemand(s.blob, layers), s.opts), nil
	}
	return s.scan.view(ctx, layers, func(l layer) string { return blobPath(l.Digest) })
}
