package dockerfile

import (
	"io/fs"
	"os"
)

// maxIgnoredWalk is how many files of an excluded directory are looked at for one that an exception brings back.
const maxIgnoredWalk = 20_000

// included applies .dockerignore. An excluded directory is there if an exception brings back something below it.
func (c contextFiles) included(root *os.Root, name string, fi fs.FileInfo) (here bool, unknown string) {
	if c.ignore == nil {
		return true, ""
	}
	excluded, err := c.ignore.MatchesOrParentMatches(name)
	if err != nil {
		return false, err.Error()
	}
	if !excluded || !fi.IsDir() || !c.ignore.Exclusions() {
		return !excluded, ""
	}
	left, found := maxIgnoredWalk, false
	err = fs.WalkDir(root.FS(), name, func(p string, d fs.DirEntry, err error) error {
		if left--; err != nil || left < 0 {
			return err
		}
		if m, err := c.ignore.MatchesOrParentMatches(p); err == nil && !m && !d.IsDir() {
			found = true
			return fs.SkipAll
		}
		return nil
	})
	if err != nil || left < 0 && !found {
		return false, "too many files are excluded by .dockerignore to look for exceptions"
	}
	return found, ""
}
