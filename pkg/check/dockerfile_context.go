package check

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
)

// predictInContext predicts with the build context that is given; without one, with the first of contextDirs that holds
// everything that the file copies from its context, and where none does, with the folder of the file. It returns that
// context too.
func predictInContext(ctx context.Context, o dockerfile.Options) (*dockerfile.Prediction, string, error) {
	if o.ContextDir != "" {
		p, err := dockerfile.Predict(ctx, o)
		return p, o.ContextDir, err
	}
	dirs := contextDirs(o.File)
	o.ContextDir = dirs[0]
	first, err := dockerfile.Predict(ctx, o)
	if err != nil || len(first.Missing) == 0 {
		return first, dirs[0], err
	}
	for _, dir := range dirs[1:] {
		if !holdsAny(dir, first.Missing) {
			continue
		}
		o.ContextDir = dir
		if p, err := dockerfile.Predict(ctx, o); err == nil && len(p.Missing) == 0 {
			return p, dir, nil
		}
	}
	return first, dirs[0], nil
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
