package image

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// Kind is the kind of place that an image is read from; it is also the scheme of a SOURCE.
type Kind string

// The kinds of places, in the order of the command line's documentation.
const (
	Registry Kind = "registry"
	Layout   Kind = "oci"
	Archive  Kind = "archive"
	Daemon   Kind = "daemon"
)

// Source says where to read an image.
type Source struct {
	Kind Kind
	// Ref is the reference as written (Registry, Daemon).
	Ref string
	// Path is the folder of a layout or the file of an archive.
	Path string
	// Tag or Digest picks one image of a layout; both are "" for all that it holds.
	Tag, Digest string
}

// ErrScheme is what ParseSource returns for a text that does not begin with the scheme of an image source.
var ErrScheme = errors.New("not written as an image source")

// digestTail is a digest at the end of oci:DIR@DIGEST. A folder may have an @ in its name, so only known algorithms count.
var digestTail = regexp.MustCompile(`^(.*)@((?:sha256|sha512):[^/]*)$`)

// ParseSource parses registry:REF, oci:DIR[@DIGEST|:TAG], archive:FILE and daemon:REF. Nothing is opened.
func ParseSource(s string) (Source, error) {
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok {
		return Source{}, fmt.Errorf("%q: %w", s, ErrScheme)
	}
	var src Source
	var err error
	switch kind := Kind(scheme); kind {
	case Registry, Daemon:
		src = Source{Kind: kind, Ref: rest}
		err = checkRef(kind, rest)
	case Layout:
		src, err = parseLayout(rest)
	case Archive:
		src = Source{Kind: kind, Path: rest}
	default:
		return Source{}, fmt.Errorf("%q: %w", s, ErrScheme)
	}
	if err == nil && rest == "" {
		err = fmt.Errorf("nothing follows %q", scheme+":")
	}
	if err != nil {
		return Source{}, fmt.Errorf("parse source %q: %w", s, err)
	}
	return src, nil
}

// portOnly is what is left of "registry:5000/api" when registry: is taken for the scheme.
var portOnly = regexp.MustCompile(`^[0-9]{1,5}/`)

func checkRef(kind Kind, ref string) error {
	if ref == "" {
		return nil // the caller says what is missing
	}
	if portOnly.MatchString(ref) {
		return fmt.Errorf("%q has no registry host; for a host called %q write %s:%s:%s", ref, kind, kind, kind, ref)
	}
	_, err := ParseRef(ref)
	return err
}

// parseLayout splits DIR[@DIGEST|:TAG]; a tag stands after the last colon that follows the last path separator.
func parseLayout(s string) (Source, error) {
	src := Source{Kind: Layout, Path: s}
	if m := digestTail.FindStringSubmatch(s); m != nil {
		if _, err := v1.NewHash(m[2]); err != nil {
			return Source{}, fmt.Errorf("bad digest: %w", err)
		}
		src.Path, src.Digest = m[1], m[2]
	} else if i := strings.LastIndexByte(s, ':'); i > lastSeparator(s) {
		src.Path, src.Tag = s[:i], s[i+1:]
		if src.Tag == "" {
			return Source{}, errors.New("no tag follows the last colon")
		}
	}
	if src.Path == "" {
		return Source{}, errors.New("no folder is named")
	}
	return src, nil
}

func lastSeparator(s string) int {
	return strings.LastIndexAny(s, "/"+string(filepath.Separator))
}

// String writes the source with its scheme, such that ParseSource reads it back.
func (s Source) String() string { return string(s.Kind) + ":" + s.name() }

// name is what the user knows the image by: the reference, or the path with what picks one image of it.
func (s Source) name() string {
	switch {
	case s.Kind == Registry || s.Kind == Daemon:
		return s.Ref
	case s.Digest != "":
		return s.Path + "@" + s.Digest
	case s.Tag != "":
		return s.Path + ":" + s.Tag
	default:
		return s.Path
	}
}

// whole is the place that s lies in, written in one way only, so that it is opened once however often it is named.
func (s Source) whole() (Source, error) {
	s.Tag, s.Digest = "", ""
	var err error
	switch s.Kind {
	case Registry:
		s.Ref, err = Normalize(s.Ref)
	case Layout, Archive:
		s.Path, err = filepath.Abs(s.Path)
	case Daemon:
	}
	return s, err
}
