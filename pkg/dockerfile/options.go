package dockerfile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/hullcheck/hullcheck/pkg/image"
)

// Options say which image to predict.
type Options struct {
	// File is the path of the Dockerfile as the user wrote it: locations carry it.
	File string
	// Content is the Dockerfile; nil: it is read from File.
	Content []byte
	// ContextDir is the build context; "": the directory of File.
	ContextDir string
	// Target is the stage to build, "" the last one.
	Target string
	// BuildArgs are those of --build-arg.
	BuildArgs map[string]string
	// BuildContexts are those of --build-context: a directory, docker-image://REF, oci-layout://DIR[:TAG|@DIGEST], or an
	// address, of which nothing is fetched.
	BuildContexts map[string]string
	// Platform is the one to build for; the zero value is linux/amd64.
	Platform image.Platform
	// Bases reads base images; nil: none is read.
	Bases BaseResolver
}

// BaseResolver reads base images. The package asks it for nothing that the Dockerfile does not name.
type BaseResolver interface {
	// Resolve reads the image that a FROM, a COPY --from or a RUN --mount names. ref is fully qualified and has a tag or a
	// digest (docker.io/library/debian:12), or is oci:DIR… for a build context that is an OCI layout. With unread not "" the
	// image is nil and what rests on it is unknown; an error ends the prediction.
	Resolve(ctx context.Context, ref string, platform image.Platform) (img *image.Image, unread string, err error)
}

// MaxSize is how large a Dockerfile may be. With a base image that is not read BuildKit parses it three times, which has to be
// done within a second.
const MaxSize = 5 << 18

// ErrTooLarge is what Predict returns for a Dockerfile beyond MaxSize.
var ErrTooLarge = fmt.Errorf("larger than %d bytes", MaxSize)

var (
	errEmpty  = errors.New("empty")
	errBinary = errors.New("not a text file")
)

// withDefaults reads the file and fills in what was left out.
func (o Options) withDefaults() (Options, error) {
	if o.Platform == (image.Platform{}) {
		o.Platform = image.Platform{OS: "linux", Architecture: "amd64"}
	}
	if o.ContextDir == "" {
		o.ContextDir = filepath.Dir(o.File)
	}
	if o.Content == nil {
		b, err := readCapped(o.File)
		if err != nil {
			return o, fmt.Errorf("read dockerfile: %w", err)
		}
		o.Content = b
	}
	// BuildKit's lexer reads what is not UTF-8 as the replacement character, and says so on standard error.
	o.Content = bytes.ToValidUTF8(o.Content, []byte("\ufffd"))
	switch {
	case bytes.IndexByte(o.Content, 0) >= 0:
		return o, fmt.Errorf("read dockerfile %s: %w", o.File, errBinary)
	case len(o.Content) == 0:
		return o, fmt.Errorf("read dockerfile %s: %w", o.File, errEmpty)
	case len(o.Content) > MaxSize:
		return o, fmt.Errorf("read dockerfile %s: %w", o.File, ErrTooLarge)
	}
	return o, nil
}

func readCapped(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	return b, errors.Join(err, f.Close())
}
