package image

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
)

// Ref is an image reference with its repository written in full, as runtimes complete it: nginx is
// docker.io/library/nginx. Tag and Digest are as written, "" where they are not.
type Ref struct {
	Repository  string
	Tag, Digest string
}

// latest is the tag that runtimes add to a reference without tag and digest.
const latest = "latest"

// The grammar of distribution/reference, by which kubelets and runtimes parse: stricter than go-containerregistry's, which
// lets through what a node answers with InvalidImageName.
var (
	repositoryPath = regexp.MustCompile(`^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$`)
	registryHost   = regexp.MustCompile(`^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?` +
		`(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$`)
	tagName = regexp.MustCompile(`^\w[\w.-]{0,127}$`)
	wholeID = regexp.MustCompile(`^[a-f0-9]{64}$`)
)

// ParseRef parses an image reference as manifests write it.
func ParseRef(s string) (Ref, error) {
	parsed, err := name.ParseReference(s)
	if err != nil {
		return Ref{}, fmt.Errorf("parse image reference %q: %w", s, refFault(s, err))
	}
	repo := parsed.Context()
	r := Ref{Repository: hostName(repo.Registry) + "/" + repo.RepositoryStr()}
	rest, digest, _ := strings.Cut(s, "@")
	r.Digest = digest
	_, r.Tag = cutTag(rest)
	switch {
	case wholeID.MatchString(s):
		return Ref{}, fmt.Errorf("parse image reference %q: it looks like an image's ID, which is no name", s)
	case !registryHost.MatchString(repo.RegistryStr()):
		return Ref{}, fmt.Errorf("parse image reference %q: bad registry host %q", s, repo.RegistryStr())
	case !repositoryPath.MatchString(repo.RepositoryStr()):
		return Ref{}, fmt.Errorf("parse image reference %q: bad repository name %q", s, repo.RepositoryStr())
	case r.Tag != "" && !tagName.MatchString(r.Tag):
		return Ref{}, fmt.Errorf("parse image reference %q: bad tag %q", s, r.Tag)
	}
	return r, nil
}

// unfilled is what a template or a shell leaves where it is not run.
var unfilled = regexp.MustCompile(`\$\{|\$\(|\{\{|<[^>]*>|\$[A-Za-z_]`)

// refFault says what is wrong with a reference that go-containerregistry refuses with err, where that can be told: its own
// message repeats the reference.
func refFault(s string, err error) error {
	rest, digest, hasDigest := strings.Cut(s, "@")
	repository, _ := cutTag(rest)
	switch {
	case s == "":
		return errors.New("it is empty")
	case unfilled.MatchString(s):
		return errors.New("it holds a variable that is not filled in")
	case strings.Contains(s, "://"):
		return errors.New("it is an address: leave out what stands up to ://")
	case strings.ContainsAny(s, " \t\r\n"):
		return errors.New("it holds a blank")
	case hasDigest && !digestForm.MatchString(digest):
		return fmt.Errorf("bad digest %q: write sha256: and 64 hexadecimal digits", digest)
	case repository != strings.ToLower(repository):
		return errors.New("repository names are lower case")
	case strings.HasSuffix(rest, ":"):
		return errors.New("its tag is empty")
	}
	return err
}

var digestForm = regexp.MustCompile(`^sha256:[a-f0-9]{64}$`)

// cutTag splits a reference without digest at its tag.
func cutTag(s string) (repository, tag string) {
	if i := strings.LastIndex(s, ":"); i > strings.LastIndex(s, "/") {
		return s[:i], s[i+1:]
	}
	return s, ""
}

// Normalize is the reference as a runtime completes it: docker.io/library/nginx:latest for nginx.
func Normalize(s string) (string, error) {
	r, err := ParseRef(s)
	return r.String(), err
}

// hostName is the registry as people and manifests write it: go-containerregistry calls Docker Hub index.docker.io.
func hostName(r name.Registry) string {
	if r.RegistryStr() == name.DefaultRegistry {
		return "docker.io"
	}
	return r.RegistryStr()
}

// String is the reference in full, with :latest where neither tag nor digest is written; "" for the zero value.
func (r Ref) String() string {
	s := r.Repository
	if tag := r.tag(); tag != "" {
		s += ":" + tag
	}
	if r.Digest != "" {
		s += "@" + r.Digest
	}
	return s
}

// tag is the tag that the reference means: a digest without a tag means none.
func (r Ref) tag() string {
	if r.Tag == "" && r.Digest == "" && r.Repository != "" {
		return latest
	}
	return r.Tag
}

// Host is the registry of the reference: docker.io, quay.io, localhost:5000.
func (r Ref) Host() string {
	host, _, _ := strings.Cut(r.Repository, "/")
	return host
}

// Covers tells whether "--image r=SOURCE" is meant for the image that a manifest calls image. Without tag and digest r
// covers its whole repository; with a digest the digest decides; a tag covers that tag, with or without digest.
func (r Ref) Covers(image Ref) bool {
	switch {
	case r.Repository != image.Repository:
		return false
	case r.Digest != "":
		return r.Digest == image.Digest
	default:
		return r.Tag == "" || r.Tag == image.tag()
	}
}
