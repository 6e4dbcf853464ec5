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
// or lies in a folder that is there, is a mistyped path: it must not cause a network call.
func looksLikeImage(text string) bool {
	if filepath.IsAbs(text) || strings.HasPrefix(text, ".") || strings.HasPrefix(text, "~") {
		return false
	}
	first, rest, ok := strings.Cut(text, "/")
	if ok && rest != "" {
		if info, err := os.Stat(first); err == nil && info.IsDir() {
			return false
		}
	}
	return image.LooksLikeRef(text)
}

func noSuchFile(text string, err error) error {
	e := &SourceError{Text: text, Message: "no such file", Err: err}
	if full, nerr := image.Normalize(text); nerr == nil && !strings.HasPrefix(text, ".") && filepath.Ext(text) == "" {
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
