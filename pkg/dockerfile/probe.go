package dockerfile

import (
	"regexp"
	"strings"

	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
)

// probe is what a base image that could not be read is taken to say, for one conversion. What comes out the same for
// all probes does not depend on the image.
//
// The values are chosen so that nothing but the image itself can make them agree: with the variables set to a long text
// and to a single character of the private use area, and not set at all, every modifier of an expansion (:- - :+ + # % /)
// gives different words unless its result is the same for every value.
type probe struct {
	// mark is the text that stands for what is not known; "": everything is unset.
	mark string
	// digits stands in where a number is wanted (EXPOSE, STOPSIGNAL, --chmod) and mark is refused.
	digits string
	// dir is the working directory: one that exists nowhere, the root, and /etc, below which a relative path would hit
	// passwd.
	dir string
}

// marker begins every mark, so that what carries one is told from what does not.
const marker = "\uf8f0"

func probes() []probe {
	return []probe{
		{mark: marker + strings.Repeat("\uf8f1", 70), digits: "2461", dir: "/" + marker},
		{dir: "/"},
		{mark: marker, digits: "5", dir: "/etc"},
	}
}

// numeric is the probe with numbers for variables.
func (p probe) numeric() probe {
	p.mark = p.digits
	return p
}

// fill sets the open fields of a config.
func (p probe) fill(img *dockerspec.DockerOCIImage, open map[string]string, names []string) {
	is := func(field string) bool { _, ok := open[field]; return ok }
	if is("workdir") {
		img.Config.WorkingDir = p.dir
	}
	if p.mark == "" {
		return
	}
	if is("user") {
		img.Config.User = p.mark
	}
	if is("entrypoint") {
		img.Config.Entrypoint = []string{p.mark}
	}
	if is("cmd") {
		img.Config.Cmd = []string{p.mark}
	}
	if is("env") {
		set := map[string]bool{}
		for _, e := range img.Config.Env {
			k, _, _ := strings.Cut(e, "=")
			set[k] = true
		}
		for _, name := range names {
			switch {
			case set[name]:
			case name == "PATH":
				img.Config.Env = append(img.Config.Env, "PATH="+marker)
			default:
				img.Config.Env = append(img.Config.Env, name+"="+p.mark)
			}
		}
	}
}

// variable finds what BuildKit's lexer and shells take for the name of a variable.
var variable = regexp.MustCompile(`\$(?:\{[!#]?)?([\pL_][\pL\pN_]*)`)

// maxNames is how many variables a file may mention; a file that mentions more is hostile.
const maxNames = 5_000

// mentioned are the variables that a Dockerfile mentions, PATH first: every image has one.
func mentioned(content []byte) []string {
	names, seen := []string{"PATH"}, map[string]bool{"PATH": true}
	for _, m := range variable.FindAllSubmatch(content, -1) {
		if n := string(m[1]); !seen[n] && len(names) < maxNames {
			seen[n] = true
			names = append(names, n)
		}
	}
	return names
}
