package manifest

import (
	"path/filepath"
	"strings"
)

// KindOf tells by the name of a file, without looking into it, what else than a manifest it may be: a Dockerfile
// (Dockerfile*, Containerfile*, *.Dockerfile) or an image archive.
func KindOf(path string) (FoundKind, bool) {
	name := strings.ToLower(filepath.Base(path))
	switch {
	case strings.HasSuffix(name, ".dockerignore"), strings.HasSuffix(name, ".md"):
		return "", false
	case strings.HasPrefix(name, "dockerfile"), strings.HasPrefix(name, "containerfile"),
		strings.HasSuffix(name, ".dockerfile"), strings.HasSuffix(name, ".containerfile"):
		return Dockerfile, true
	}
	for _, ending := range []string{".tar", ".tar.gz", ".tgz", ".tar.zst", ".tar.zstd", ".tzst"} {
		if strings.HasSuffix(name, ending) {
			return ImageArchive, true
		}
	}
	return "", false
}

func isManifestName(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".yaml", ".yml", ".json":
		return true
	}
	return false
}
