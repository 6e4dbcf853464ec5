package rulesource

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"testing/fstest"

	"github.com/hullcheck/hullcheck/pkg/image"
)

// What an artifact may hold. The largest sets of rules that are published have a few hundred files and a few megabytes.
const (
	maxFetched  = 8 << 20
	maxUnpacked = 16 << 20
	maxEntries  = 10_000
	maxDepth    = 16
)

// titleKey is the annotation that names the file which a layer is.
const titleKey = "org.opencontainers.image.title"

// tree collects the files of all layers.
type tree struct {
	files fstest.MapFS
	bytes int64
}

// unpack makes a file system of an artifact's layers. Folders around all rules are left out: bundles and pushes keep the
// path that their author happened to name.
func unpack(a *image.Artifact) (fs.FS, error) {
	t := &tree{files: fstest.MapFS{}}
	for i := range a.Layers {
		if err := t.layer(&a.Layers[i]); err != nil {
			return nil, fmt.Errorf("layer %d: %w", i, err)
		}
	}
	if len(t.files) == 0 {
		return nil, errors.New("it holds no files")
	}
	if dir := t.around(); dir != "." {
		return fs.Sub(t.files, dir)
	}
	return t.files, nil
}

func (t *tree) layer(l *image.Blob) error {
	r := io.Reader(bytes.NewReader(l.Content))
	if bytes.HasPrefix(l.Content, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(r)
		if err != nil {
			return fmt.Errorf("decompress: %w", err)
		}
		r = z
	}
	// A title may also name the archive.
	if title := l.Annotations[titleKey]; title != "" && !strings.Contains(path.Base(title), ".tar") && !strings.HasSuffix(title, ".tgz") &&
		!strings.Contains(l.MediaType, "tar") {
		return t.add(title, r)
	}
	return t.archive(r, l.MediaType)
}

func (t *tree) archive(r io.Reader, mediaType string) error {
	// Headers and padding count too.
	limited := &io.LimitedReader{R: r, N: maxUnpacked - t.bytes + 1}
	archive := tar.NewReader(limited)
	for n := 0; ; n++ {
		h, err := archive.Next()
		switch {
		case limited.N <= 0:
			return fmt.Errorf("it unpacks to more than %d bytes", maxUnpacked)
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && n == 0:
			return fmt.Errorf("it is neither a tar archive nor named by %s (media type %q): %w", titleKey, mediaType, err)
		case err != nil:
			return fmt.Errorf("read archive: %w", err)
		case n >= maxEntries:
			return fmt.Errorf("more than %d entries", maxEntries)
		}
		switch h.Typeflag {
		case tar.TypeReg:
			if err := t.add(h.Name, archive); err != nil && limited.N > 0 {
				return err
			}
		case tar.TypeDir, tar.TypeXGlobalHeader:
		default:
			return fmt.Errorf("%q is neither a file nor a folder", h.Name)
		}
	}
}

// add reads one file. OPA writes names with a slash before, others with a dot.
func (t *tree) add(name string, r io.Reader) error {
	clean := strings.TrimPrefix(strings.TrimPrefix(name, "/"), "./")
	switch {
	case !fs.ValidPath(clean) || clean == "." || strings.ContainsAny(clean, "\\\x00"):
		return fmt.Errorf("%q is no path below a folder", name)
	case strings.Count(clean, "/") >= maxDepth:
		return fmt.Errorf("%q is deeper than %d folders", name, maxDepth)
	case t.files[clean] != nil:
		return fmt.Errorf("%q is there twice", name)
	case len(t.files) >= maxEntries:
		return fmt.Errorf("more than %d files", maxEntries)
	}
	left := maxUnpacked - t.bytes
	data, err := io.ReadAll(io.LimitReader(r, left+1))
	if err != nil {
		return fmt.Errorf("read %q: %w", name, err)
	}
	if int64(len(data)) > left {
		return fmt.Errorf("it unpacks to more than %d bytes", maxUnpacked)
	}
	t.bytes += int64(len(data))
	t.files[clean] = &fstest.MapFile{Data: data, Mode: 0o444}
	return nil
}

// around is the folder that holds the CATEGORY/NAME/NAME.rego of all rules, "." where they have none in common.
func (t *tree) around() string {
	var common []string
	first := true
	for name := range t.files {
		if path.Ext(name) != ".rego" {
			continue
		}
		parts := strings.Split(name, "/")
		above := parts[:max(0, len(parts)-3)]
		if first {
			common, first = above, false
			continue
		}
		n := 0
		for n < len(common) && n < len(above) && common[n] == above[n] {
			n++
		}
		common = common[:n]
	}
	return path.Join(".", path.Join(common...))
}
