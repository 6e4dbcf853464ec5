package dockerfile

import (
	"regexp"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// ignoreComment is "hullcheck ignore=RULE[,RULE…] reason=…" behind the # of a comment.
var ignoreComment = regexp.MustCompile(`^\s*#\s*hullcheck\s+ignore=(\S+)(?:\s+reason=(.*?))?\s*$`)

// ignores are the comments that except findings. A comment counts for the instruction below it, other comments and
// blank lines in between left out.
func (s *source) ignores() []Ignore {
	var out []Ignore
	var starts []([]parser.Range)
	for _, a := range s.args {
		starts = append(starts, a.Location())
	}
	for _, st := range s.stages {
		starts = append(starts, st.Location)
		for _, c := range st.Commands {
			starts = append(starts, c.Location())
		}
	}
	for _, r := range starts {
		first, last := bounds(r)
		for n := first - 1; n >= 1; n-- {
			line := strings.TrimSpace(s.text.line(n))
			if line != "" && !strings.HasPrefix(line, "#") {
				break
			}
			if m := ignoreComment.FindStringSubmatch(line); m != nil {
				out = append(out, Ignore{
					Rules: strings.Split(m[1], ","), Reason: strings.Trim(m[2], `"'`),
					Location: s.text.span(first, last), Comment: s.text.span(n, n),
				})
			}
		}
	}
	return out
}
