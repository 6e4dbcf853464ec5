package dockerfile

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/distribution/reference"
	"github.com/moby/buildkit/frontend/dockerui"
)

// contexts are the build contexts by name.
type contexts struct {
	opts    map[string]string   // for the frontend
	dirs    map[string]localDir // local sources by name
	layouts map[string]string   // reference that stands for an OCI layout → oci:DIR…
}

func newContexts(o Options) (contexts, error) {
	c := contexts{opts: map[string]string{}, layouts: map[string]string{}}
	base := filepath.Base(o.File)
	c.dirs = map[string]localDir{
		dockerui.DefaultLocalNameContext: {dir: o.ContextDir},
		dockerui.DefaultLocalNameDockerfile: {
			dir: filepath.Dir(o.File), files: map[string][]byte{base: o.Content},
		},
	}
	for name, value := range o.BuildContexts {
		if err := c.add(name, value); err != nil {
			return c, fmt.Errorf("build context %s=%s: %w", name, value, err)
		}
	}
	return c, nil
}

// instead is the image that a build context puts in the place of another, or of a stage; the name itself without.
func (c *contexts) instead(name string) string {
	named, err := reference.ParseNormalizedNamed(name)
	if err != nil {
		return name
	}
	v, ok := c.opts["context:"+strings.TrimSuffix(reference.FamiliarString(named), ":latest")]
	ref, isImage := strings.CutPrefix(v, "docker-image://")
	switch {
	case !ok:
		return name
	case !isImage:
		return v
	case c.layouts[ref] != "":
		return c.layouts[ref]
	}
	return ref
}

// add names a context as buildx does: by the familiar name, without :latest.
func (c *contexts) add(name, value string) error {
	named, err := reference.ParseNormalizedNamed(name)
	if err != nil {
		return err
	}
	name = strings.TrimSuffix(reference.FamiliarString(named), ":latest")
	key := "context:" + name
	scheme, rest, _ := strings.Cut(value, "://")
	switch {
	case value == "":
		return errors.New("no value")
	case scheme == "docker-image", strings.HasPrefix(value, "https://"), strings.HasPrefix(value, "http://"),
		scheme == "git", scheme == "ssh":
		c.opts[key] = value
	case scheme == "oci-layout":
		stand := fmt.Sprintf("hullcheck.invalid/layout/%d:latest", len(c.layouts))
		c.layouts[stand] = "oci:" + rest
		c.opts[key] = "docker-image://" + stand
	default:
		c.opts[key] = "local:" + name
		c.dirs[name] = localDir{dir: value}
	}
	return nil
}
