package check

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// programOf is the path of the file that a predicted image was to run and cannot, "" where it is not known: of a name
// without a slash, the first file of that name on PATH.
func programOf(ctx context.Context, img *image.Image, start *input.Start) (string, error) {
	switch {
	case start.Program != "" || len(start.Argv) == 0:
		return start.Program, nil
	case path.IsAbs(start.Argv[0]):
		return path.Clean(start.Argv[0]), nil
	case strings.Contains(start.Argv[0], "/"):
		return path.Join("/", img.Config.WorkingDir, start.Argv[0]), nil
	}
	for _, dir := range searchPath(img.Config.Env) {
		p := path.Join("/", dir, start.Argv[0])
		a, err := img.Files.Lookup(ctx, p)
		if err != nil {
			return "", fmt.Errorf("read predicted file: %w", err)
		}
		if a.Entry != nil || a.Unknown != "" {
			return p, nil
		}
	}
	return "", nil
}

// searchPath are the folders of PATH, of which the last one counts.
func searchPath(env []string) []string {
	var dirs []string
	for _, e := range env {
		if v, ok := strings.CutPrefix(e, "PATH="); ok {
			dirs = strings.Split(v, ":")
		}
	}
	return dirs
}
