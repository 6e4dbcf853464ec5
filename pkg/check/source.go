package check

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image"
)

// SourceKind is what a SOURCE is.
type SourceKind string

// The kinds of SOURCE.
const (
	Stdin      SourceKind = "stdin"      // manifests on standard input
	Manifests  SourceKind = "manifest"   // a file of manifests
	Directory  SourceKind = "directory"  // a folder to walk
	Kustomize  SourceKind = "kustomize"  // a folder with a kustomization
	Helm       SourceKind = "helm"       // a folder with Chart.yaml
	Dockerfile SourceKind = "dockerfile" // a Dockerfile
	ImageKind  SourceKind = "image"      // an image, wherever it is
)

// Source is a SOURCE of the command line after it is known what it is.
type Source struct {
	// Text is as the user wrote it.
	Text string
	Kind SourceKind
	// Path is the file or folder; "" for images and standard input.
	Path string
	// Image is where to read an image, for ImageKind.
	Image image.Source
}

// String is the source with its scheme where it is an image, else as the user wrote it.
func (s Source) String() string {
	if s.Kind == ImageKind {
		return s.Image.String()
	}
	return s.Text
}

// SourceError is a SOURCE that is nothing that can be judged.
type SourceError struct {
	Text, Message, Hint string
	Err                 error
}

func (e *SourceError) Error() string { return e.Message }

func (e *SourceError) Unwrap() error { return e.Err }

// Classify tells what a SOURCE is, by the scheme that says it outright, by what stands at the path, or, where nothing
// does, by its form as an image reference. It looks at the disk and never at the network.
func Classify(text string) (Source, error) {
	src := Source{Text: text}
	if text == "" {
		return Source{}, &SourceError{Message: "an empty SOURCE names nothing", Hint: "name a file, a folder, - or an image"}
	}
	if text == "-" {
		src.Kind = Stdin
		return src, nil
	}
	if scheme, rest, ok := strings.Cut(text, ":"); ok {
		if kind, known := pathSchemes[scheme]; known {
			return said(text, kind, rest)
		}
	}
	img, err := image.ParseSource(text)
	switch {
	case err == nil:
		src.Kind, src.Image = ImageKind, img
		return src, nil
	case !errors.Is(err, image.ErrScheme):
		return Source{}, &SourceError{
			Text: text, Message: err.Error(), Err: err,
			Hint: "write registry:HOST/NAME:TAG or daemon:NAME:TAG, with a NAME in lower case, oci:DIR or archive:FILE",
		}
	}
	return classifyPath(text)
}

// pathSchemes are the schemes that name a path and no image.
var pathSchemes = map[string]SourceKind{
	"dockerfile": Dockerfile, "kustomize": Kustomize, "helm": Helm,
}

// said is a path whose kind was said outright.
func said(text string, kind SourceKind, path string) (Source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Source{}, &SourceError{Text: text, Message: fmt.Sprintf("open %s: %s: %s", kind, path, reason(err)), Err: err}
	}
	if info.IsDir() == (kind == Dockerfile) {
		wanted := map[bool]string{true: "a file", false: "a folder"}[kind == Dockerfile]
		var hint string
		if kind == Helm {
			hint = "unpack a packaged chart: tar -xzf " + path
		}
		return Source{}, &SourceError{Text: text, Message: fmt.Sprintf("open %s: %s is not %s", kind, path, wanted), Hint: hint}
	}
	return Source{Text: text, Kind: kind, Path: path}, nil
}

func classifyPath(text string) (Source, error) {
	info, err := os.Stat(text)
	switch {
	case err == nil && info.IsDir():
		return classifyDir(text), nil
	case err == nil:
		return classifyFile(text, info)
	case !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, errNotDir):
		return Source{}, &SourceError{Text: text, Message: "open: " + reason(err), Err: err}
	case looksLikeImage(text):
		return Source{Text: text, Kind: ImageKind, Image: image.Source{Kind: image.Registry, Ref: text}}, nil
	default:
		return Source{}, noSuchFile(text, err)
	}
}

// classifyDir follows the order of the contract where a folder is several things at once.
func classifyDir(dir string) Source {
	src := Source{Text: dir, Kind: Directory, Path: dir}
	switch {
	case holds(dir, "kustomization.yaml", "kustomization.yml", "Kustomization"):
		src.Kind = Kustomize
	case holds(dir, "Chart.yaml"):
		src.Kind = Helm
	case image.IsLayout(dir):
		src.Kind, src.Image = ImageKind, image.Source{Kind: image.Layout, Path: dir}
	}
	return src
}

// classifyFile goes by the name, then by the first bytes. A pipe cannot be looked at without taking from it: it is read
// as manifests, as in "hullcheck check <(helm template .)".
func classifyFile(path string, info fs.FileInfo) (Source, error) {
	src := Source{Text: path, Kind: Manifests, Path: path}
	if isDockerfileName(filepath.Base(path)) {
		src.Kind = Dockerfile
		return src, nil
	}
	if !info.Mode().IsRegular() {
		return src, nil
	}
	archive, err := image.IsArchive(path)
	if err != nil {
		return Source{}, &SourceError{Text: path, Message: "open: " + reason(err), Err: err}
	}
	if archive {
		src.Kind, src.Image = ImageKind, image.Source{Kind: image.Archive, Path: path}
	}
	return src, nil
}

func isDockerfileName(name string) bool {
	return strings.HasPrefix(name, "Dockerfile") || strings.HasPrefix(name, "Containerfile") ||
		strings.HasSuffix(name, ".Dockerfile")
}

func holds(dir string, names ...string) bool {
	for _, n := range names {
		if info, err := os.Stat(filepath.Join(dir, n)); err == nil && info.Mode().IsRegular() {
			return true
		}
	}
	return false
}
