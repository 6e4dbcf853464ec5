package check

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/hullcheck/hullcheck/pkg/image"
)

// errNotDir is what a path below a file gives.
const errNotDir = syscall.ENOTDIR

// looksLikeImage tells whether a SOURCE at which no file stands can only be meant as an image. What begins like a path,
// or with the name of something that is there, is a mistyped path: it must not cause a network call.
func looksLikeImage(text string) bool { return !beginsLikePath(text) && image.LooksLikeRef(text) }

func beginsLikePath(text string) bool {
	if filepath.IsAbs(text) || strings.HasPrefix(text, ".") || strings.HasPrefix(text, "~") {
		return true
	}
	first, _, ok := strings.Cut(text, "/")
	if !ok {
		return false
	}
	_, err := os.Stat(first)
	return err == nil
}

// noSuchFile names the image that may have been meant, by the words that leave no doubt.
func noSuchFile(text string, err error) error {
	e := &SourceError{Text: text, Message: "no such file", Err: err}
	full, nerr := image.Normalize(text)
	switch {
	case beginsLikePath(text):
	case nerr != nil && image.HasHost(text):
		e.Hint = "an image is written HOST/NAME:TAG, with a NAME in lower case, or HOST/NAME@sha256:DIGEST"
	case nerr == nil && filepath.Ext(text) == "":
		e.Hint = "for an image write " + strings.TrimSuffix(full, ":latest")
	}
	return e
}

// reason is an error of the file system without the operation and path, which the message names already.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}
