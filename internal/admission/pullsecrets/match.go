package pullsecrets

import (
	"net"
	"net/url"
	"path"
	"slices"
	"strings"
)

// hub is the host under which docker keeps the credentials for Docker Hub.
const hub = "index.docker.io"

// match gives the accounts for a repository (host and path, such as docker.io/library/nginx), the most specific first: the
// kubelet goes by the keys in reverse order of their bytes. Accounts of one key keep their order.
func match(entries []entry, repository string) []entry {
	var matched []entry
	for _, e := range entries {
		if covers(e.key, repository) {
			matched = append(matched, e)
		}
	}
	if len(matched) == 0 && strings.HasPrefix(repository, "docker.io/") {
		for _, e := range entries {
			if e.key == hub {
				matched = append(matched, e)
			}
		}
	}
	slices.SortStableFunc(matched, func(a, b entry) int { return strings.Compare(b.key, a.key) })
	return matched
}

// covers compares host, port and path: each part of the host may be a glob, the path is a plain prefix.
func covers(glob, repository string) bool {
	g, err := url.Parse("https://" + glob)
	if err != nil {
		return false
	}
	r, err := url.Parse("https://" + repository)
	if err != nil {
		return false
	}
	globParts, globPort := splitHost(g.Host)
	parts, port := splitHost(r.Host)
	if globPort != port || len(globParts) != len(parts) || !strings.HasPrefix(r.Path, g.Path) {
		return false
	}
	for i, part := range globParts {
		if ok, err := path.Match(part, parts[i]); err != nil || !ok {
			return false
		}
	}
	return true
}

func splitHost(hostport string) (parts []string, port string) {
	host, port, err := net.SplitHostPort(hostport)
	if err != nil {
		host, port = hostport, ""
	}
	return strings.Split(host, "."), port
}
