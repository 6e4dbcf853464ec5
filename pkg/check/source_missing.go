package check

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/agnivade/levenshtein"

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

// noSuchFile names what may have been meant: a file of nearly that name, or an image, by the words that leave no doubt.
func noSuchFile(text string, err error) error {
	e := &SourceError{Text: text, Message: "no such file", Err: err}
	full, nerr := image.Normalize(text)
	near := nearbyFile(text)
	switch {
	case strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://"):
		e.Hint = "nothing is downloaded: curl -sSfL URL | hullcheck check -"
	case strings.ContainsAny(text, "*?["):
		e.Hint = "no file matches the pattern; a folder is searched as a whole"
	case near != "":
		e.Hint = "did you mean " + near + "?"
	case beginsLikePath(text):
	case nerr != nil && image.HasHost(text):
		e.Hint = "an image is written HOST/NAME:TAG, with a NAME in lower case, or HOST/NAME@sha256:DIGEST"
	case nerr == nil && filepath.Ext(text) == "":
		e.Hint = "for an image write " + strings.TrimSuffix(full, ":latest")
	}
	return e
}

// nearbyFile is the file in the folder of a path that is named nearly like it, "" where there is none.
func nearbyFile(text string) string {
	const looked = 1000
	dir, name := filepath.Split(text)
	folder, err := os.Open(cmp.Or(dir, "."))
	if err != nil {
		return ""
	}
	defer func() { _ = folder.Close() }() // it was only read
	names, err := folder.Readdirnames(looked)
	if err != nil {
		return ""
	}
	slices.Sort(names)
	best, limit := "", min(2, len(name)/2)
	for _, n := range names {
		if d := levenshtein.ComputeDistance(name, n); d <= limit {
			best, limit = dir+n, d-1
		}
	}
	return best
}

// reason is an error of the file system without the operation and path, which the message names already.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}
