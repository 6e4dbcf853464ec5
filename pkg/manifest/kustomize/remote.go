package kustomize

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var userAtHost = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9-]*@[^/]+[:/].`)

// remote tells whether kustomize would go to the network for a reference of a kustomization in dir: it gets http and
// https URLs, and clones what git could (api/internal/git, NewRepoSpecFromURL). In doubt it says yes. A file that is
// there is read before anything is cloned.
func remote(dir, ref string) bool {
	if remoteFile(ref) {
		return true
	}
	s := strings.ToLower(ref)
	s = strings.TrimPrefix(s, "git::")
	gitlike := strings.HasPrefix(s, "github.com/") || strings.HasPrefix(s, "github.com:") || userAtHost.MatchString(s)
	for _, scheme := range []string{"ssh://", "https://", "http://", "file://", "git://"} {
		gitlike = gitlike || strings.HasPrefix(s, scheme)
	}
	if !gitlike {
		return false
	}
	info, err := os.Stat(filepath.Join(dir, ref))
	return err != nil || !info.Mode().IsRegular()
}

// remoteFile tells whether a path to a file is a URL for kustomize (api/internal/loader, IsRemoteFile).
func remoteFile(path string) bool {
	u, err := url.Parse(path)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https")
}
