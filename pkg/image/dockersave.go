package image

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// saveFile lists the images of an archive of docker save.
const saveFile = "manifest.json"

// saveEntry is one image in it. Layers are base first, as paths in the archive.
type saveEntry struct {
	Config   string
	RepoTags []string
	Layers   []string
}

// saveStore holds the parts of an archive of docker save. Such an archive has no image manifest: it is made here of the
// config and its diff IDs, so that what reads images needs to know one form only. A layer goes by its diff ID: the digest of
// its stored bytes nothing names, and some tools store it compressed.
type saveStore struct {
	name      string
	dir       fs.FS
	scan      *scanned // nil where the layers can be opened at will
	opts      rootfs.Options
	manifests map[v1.Hash][]byte
	paths     map[v1.Hash]string // of configs and layers
}

func (s *saveStore) place() (*place, error) {
	var entries []saveEntry
	if err := readJSON(s.dir, saveFile, &entries); err != nil {
		return nil, err
	}
	if len(entries) == 0 || len(entries) > maxChildren {
		return nil, malformed("%s lists %d images", saveFile, len(entries))
	}
	s.manifests, s.paths = map[v1.Hash][]byte{}, map[v1.Hash]string{}
	p := &place{store: s, nameless: true}
	for i, e := range entries {
		r, vouched, err := s.add(e)
		if err != nil {
			return nil, fmt.Errorf("image %d: %w", i, err)
		}
		p.roots = append(p.roots, r)
		p.unverified = p.unverified || !vouched
	}
	return p, nil
}

// add makes the manifest of one image; vouched tells whether the config was named by its digest.
func (s *saveStore) add(e saveEntry) (r root, vouched bool, err error) {
	raw, err := readFile(s.dir, clean(e.Config), maxConfig)
	if err != nil {
		return root{}, false, fmt.Errorf("read image config: %w", err)
	}
	digest, size, err := v1.SHA256(bytes.NewReader(raw))
	if err != nil {
		return root{}, false, fmt.Errorf("digest image config: %w", err)
	}
	if named, ok := digestInName(e.Config); ok {
		if err := verify(v1.Descriptor{Digest: named, Size: unknownSize}, raw); err != nil {
			return root{}, false, fmt.Errorf("read image config: %w", err)
		}
		vouched = true
	}
	file, err := parseConfig(raw)
	if err != nil {
		return root{}, false, err
	}
	s.paths[digest] = clean(e.Config)
	config := v1.Descriptor{MediaType: types.DockerConfigJSON, Digest: digest, Size: size}
	desc, err := s.manifestOf(config, file.RootFS.DiffIDs, e.Layers)
	return root{names: e.RepoTags, descs: []v1.Descriptor{desc}}, vouched, err
}

func (s *saveStore) manifestOf(config v1.Descriptor, ids []v1.Hash, layers []string) (v1.Descriptor, error) {
	if len(ids) != len(layers) || len(layers) > maxLayers {
		return v1.Descriptor{}, malformed("%s names %d layers and the config %d diff IDs", saveFile, len(layers), len(ids))
	}
	m := v1.Manifest{SchemaVersion: 2, MediaType: types.DockerManifestSchema2, Config: config, Layers: []v1.Descriptor{}}
	for i, id := range ids {
		s.paths[id] = clean(layers[i])
		m.Layers = append(m.Layers, v1.Descriptor{MediaType: types.DockerUncompressedLayer, Digest: id, Size: s.size(layers[i])})
	}
	raw, err := json.Marshal(m)
	if err != nil {
		return v1.Descriptor{}, fmt.Errorf("make image manifest: %w", err)
	}
	digest, size, err := v1.SHA256(bytes.NewReader(raw))
	if err != nil {
		return v1.Descriptor{}, fmt.Errorf("digest image manifest: %w", err)
	}
	s.manifests[digest] = raw
	return v1.Descriptor{MediaType: m.MediaType, Digest: digest, Size: size}, nil
}

// size is for showing progress only.
func (s *saveStore) size(layer string) int64 {
	info, err := fs.Stat(s.dir, clean(layer))
	if err != nil {
		return 0
	}
	return info.Size()
}

func (s *saveStore) key() string { return s.name }

func (s *saveStore) has(d v1.Descriptor) bool { return s.manifests[d.Digest] != nil }

func (s *saveStore) manifest(_ context.Context, d v1.Descriptor) (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(s.manifests[d.Digest])), nil
}

func (s *saveStore) blob(_ context.Context, d v1.Descriptor) (io.ReadCloser, error) {
	return openRegular(s.dir, s.paths[d.Digest])
}

func (s *saveStore) files(ctx context.Context, layers []layer) (rootfs.Files, error) {
	if s.scan != nil {
		return s.scan.view(ctx, layers, func(l layer) string { return s.paths[l.diffID] })
	}
	sources := make([]rootfs.Layer, len(layers))
	for i, l := range layers {
		sources[i] = rootfs.Layer{DiffID: l.diffID, Size: l.Size, Open: func(ctx context.Context) (io.ReadCloser, error) {
			return s.blob(ctx, l.Descriptor)
		}}
	}
	return rootfs.Open(sources, s.opts), nil
}

// clean is the name of a file in an archive as package fs wants it.
func clean(name string) string { return path.Clean(strings.TrimLeft(name, "/")) }

// digestInName is the digest that a config's file is named by: HEX.json (docker), sha256:HEX (go-containerregistry), or
// blobs/sha256/HEX (docker since version 25).
func digestInName(name string) (v1.Hash, bool) {
	base := strings.TrimPrefix(strings.TrimSuffix(path.Base(name), ".json"), "sha256:")
	if raw, err := hex.DecodeString(base); err != nil || len(raw) != 32 {
		return v1.Hash{}, false
	}
	h, err := v1.NewHash("sha256:" + base)
	return h, err == nil
}
