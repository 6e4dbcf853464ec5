package check

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
)

// predictInContext predicts with the build context that is given; without one, with the first of contextDirs that holds
// everything that the file copies from its context, and where none does, with the folder of the file.
func predictInContext(ctx context.Context, o dockerfile.Options) (*dockerfile.Prediction, error) {
	if o.ContextDir != "" {
		return dockerfile.Predict(ctx, o)
	}
	var first *dockerfile.Prediction
	for _, dir := range contextDirs(o.File) {
		if first != nil && !holdsAny(dir, first.Missing) {
			continue
		}
		o.ContextDir = dir
		p, err := dockerfile.Predict(ctx, o)
		if first == nil {
			if err != nil || len(p.Missing) == 0 {
				return p, err
			}
			first = p
		} else if err == nil && len(p.Missing) == 0 {
			return p, nil
		}
	}
	return first, nil
}

// contextDirs are the folders that a Dockerfile may be built in: its own, as in "docker build FOLDER", and those above it
// up to the working directory, as in "docker build -f FOLDER/Dockerfile .". A file outside of the working directory has
// its own only.
func contextDirs(file string) []string {
	dir := filepath.Dir(file)
	dirs := []string{dir}
	cwd, err := os.Getwd()
	if err != nil {
		return dirs
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return dirs
	}
	rel, err := filepath.Rel(cwd, abs)
	if err != nil || rel == "." || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return dirs
	}
	for rel != "." {
		rel = filepath.Dir(rel)
		dirs = append(dirs, rel)
	}
	return dirs
}

// holdsAny tells whether a folder has one of the paths. Nothing above the folder is looked at: the paths are absolute.
func holdsAny(dir string, paths []string) bool {
	for _, p := range paths {
		if _, err := os.Lstat(filepath.Join(dir, filepath.Clean("/"+filepath.FromSlash(p)))); err == nil {
			return true
		}
	}
	return false
}
