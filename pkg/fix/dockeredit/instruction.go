package dockeredit

import (
	"regexp"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
)

// target is the stage that is built, and its own instructions in order.
func (s *state) target() (dockerfile.Stage, []dockerfile.Instruction) {
	st := s.p.Stages[s.p.Chain[len(s.p.Chain)-1]]
	return st, written(st)
}

// written are the instructions that stand in the file.
func written(st dockerfile.Stage) []dockerfile.Instruction {
	return slices.DeleteFunc(slices.Clone(st.Instructions), func(i dockerfile.Instruction) bool { return i.Trigger })
}

// deciding is the USER in the file that decides, nil where the base image or a trigger of it does, or nothing. last tells
// that no step after it in the target's chain runs as that user.
func (s *state) deciding() (user *dockerfile.Instruction, last bool) {
	if !s.p.User.Explicit {
		return nil, false
	}
	for n := range slices.Backward(s.p.Chain) {
		own := written(s.p.Stages[s.p.Chain[n]])
		for i := range slices.Backward(own) {
			if own[i].Keyword == "USER" && own[i].Location.Line == s.p.User.Location.Line {
				return &own[i], n == len(s.p.Chain)-1 && !slices.ContainsFunc(own[i:], runsAsUser)
			}
		}
	}
	return nil, false
}

// runsAsUser: USER says who runs RUN and who owns the folder that WORKDIR makes, and nothing else of a build.
func runsAsUser(i dockerfile.Instruction) bool { return i.Keyword == "RUN" || i.Keyword == "WORKDIR" }

// runs are the texts of the RUN lines that the image is made with.
func (s *state) runs() string {
	var b strings.Builder
	for _, n := range s.p.Chain {
		for _, i := range s.p.Stages[n].Instructions {
			if i.Keyword == "RUN" {
				b.WriteString(i.Original + "\n" + i.Evaluated + "\n")
			}
		}
	}
	return b.String()
}

// place is the line before which a USER of the target belongs: behind all that may need root, and before ENTRYPOINT and CMD
// where they follow. like is the line of an instruction to take case and indentation from.
func (s *state) place() (before, like int) {
	st, own := s.target()
	before, like = st.Location.EndLine+1, st.Location.Line
	busy := -1
	for i, x := range own {
		if slices.Contains([]string{"RUN", "WORKDIR", "COPY", "ADD", "USER"}, x.Keyword) {
			busy = i
		}
	}
	for i, x := range own {
		if i > busy && (x.Keyword == "ENTRYPOINT" || x.Keyword == "CMD") {
			return s.above(x.Location.Line), x.Location.Line
		}
		before, like = x.Location.EndLine+1, x.Location.Line
	}
	return before, like
}

// above is the first line of the comments that stand directly above an instruction, since they belong to it.
func (s *script) above(line int) int {
	for line > 1 && strings.HasPrefix(strings.TrimSpace(s.line(line-1)), "#") {
		line--
	}
	return line
}

// keyword writes an instruction's name as the file does: in lower case where the line that it is like does.
func (s *script) keyword(name string, like int) string {
	word := strings.Fields(s.line(like) + " X")[0]
	if word == strings.ToLower(word) {
		name = strings.ToLower(name)
	}
	return s.lead(like) + name
}

var keyword = regexp.MustCompile(`^\s*\S+[ \t]*`)

// argument is where what follows the keyword stands, over all lines of the instruction.
func (s *script) argument(i *dockerfile.Instruction) (start, end int) {
	first := s.line(i.Location.Line)
	end = s.start(i.Location.EndLine) + len(strings.TrimRight(s.line(i.Location.EndLine), " \t"))
	return min(s.start(i.Location.Line)+len(keyword.FindString(first)), end), end
}
