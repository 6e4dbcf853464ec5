package dockerfile

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Named is an image that a FROM, a COPY --from or a RUN --mount names, whether the target needs it or not.
type Named struct {
	// Ref is fully qualified: docker.io/library/debian:12.
	Ref      string
	Location finding.Location
}

// named are the images that a file names, in its order. FROM is taken after ARG; the converter expands no variable in
// --from and in from=.
func (s *source) named(stages []Stage) []Named {
	var out []Named
	add := func(name string, at []parser.Range) {
		if name == "" || name == "scratch" || isStage(stages, name) {
			return
		}
		if ref, err := normal(name); err == nil {
			out = append(out, Named{Ref: ref, Location: s.text.ranges(at)})
		}
	}
	for i, st := range s.stages {
		if stages[i].OnStage < 0 {
			add(stages[i].Base, st.Location)
		}
		for _, cmd := range st.Commands {
			switch c := cmd.(type) {
			case *instructions.CopyCommand:
				add(c.From, c.Location())
			case *instructions.RunCommand:
				for _, from := range mountedFrom(c, s.escape) {
					add(from, c.Location())
				}
			}
		}
	}
	return out
}

// isStage tells whether a name in --from is that of a stage, or its number.
func isStage(stages []Stage, name string) bool {
	digits := strings.Trim(name, "0123456789") == ""
	for _, st := range stages {
		if strings.EqualFold(st.Name, name) {
			return true
		}
	}
	return digits
}

// mountedFrom are the names in RUN --mount=from=NAME.
func mountedFrom(c *instructions.RunCommand, escape rune) []string {
	lex := shell.NewLex(escape)
	err := c.Expand(func(word string) (string, error) {
		out, _, err := lex.ProcessWord(word, shell.EnvsFromSlice(nil))
		return out, err
	})
	if err != nil {
		return nil // the converter refuses it in words of its own
	}
	var out []string
	for _, m := range instructions.GetMounts(c) {
		out = append(out, m.From)
	}
	return out
}
