package dockerfile

import (
	"fmt"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// Limits of what is handed to BuildKit's converter, which takes the square of the number of stages and instructions in
// time and memory, recurses into nested expansions, and doubles a variable that is set to itself twice. They are several
// times what is found in the wild.
const (
	maxStages       = 500
	maxInstructions = 1_000
	maxExpansions   = 1_000     // of one instruction
	maxExpanded     = 256 << 10 // bytes of one variable
)

// guard refuses a file that would cost too much.
func (s *source) guard(o Options) error {
	if len(s.stages) > maxStages {
		return s.refuse(s.stages[maxStages].Location, "more than %d stages", maxStages)
	}
	g := growth{lengths: map[string]int{}}
	for k, v := range o.BuildArgs {
		g.lengths[k] = len(v)
	}
	n := 0
	for _, a := range s.args {
		if err := s.measure(&g, &a); err != nil {
			return err
		}
	}
	for _, st := range s.stages {
		for _, cmd := range st.Commands {
			if n++; n > maxInstructions {
				return s.refuse(cmd.Location(), "more than %d instructions", maxInstructions)
			}
			if err := s.measure(&g, cmd); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *source) refuse(at []parser.Range, format string, args ...any) error {
	return parser.WithLocation(fmt.Errorf(format, args...), at)
}

// measure refuses an instruction that nests too deep or grows a variable too far.
func (s *source) measure(g *growth, cmd instructions.Command) error {
	if c, ok := cmd.(fmt.Stringer); ok && strings.Count(c.String(), "$") > maxExpansions {
		if _, run := cmd.(*instructions.RunCommand); !run {
			return s.refuse(cmd.Location(), "more than %d expansions in one instruction", maxExpansions)
		}
	}
	var ok bool
	switch c := cmd.(type) {
	case *instructions.EnvCommand:
		for _, kv := range c.Env {
			if ok = g.set(kv.Key, kv.Value); !ok {
				break
			}
		}
	case *instructions.ArgCommand:
		for _, kv := range c.Args {
			if ok = g.set(kv.Key, kv.ValueString()); !ok {
				break
			}
		}
	default:
		return nil
	}
	if !ok {
		return s.refuse(cmd.Location(), "a variable grows beyond %d bytes", maxExpanded)
	}
	return nil
}

// growth is how long the variables may be at most, whatever the stage.
type growth struct{ lengths map[string]int }

// set bounds the length of a value: its own, and that of every variable that it mentions. A replacement may put its text
// between any two bytes.
func (g *growth) set(key, value string) bool {
	n := len(value)
	for _, m := range variable.FindAllStringSubmatch(value, -1) {
		n += g.lengths[m[1]]
	}
	if strings.Contains(value, "${") && strings.Contains(value, "/") && n > len(value) {
		if i := strings.LastIndex(value, "/"); strings.Contains(value[:i], "/") && strings.Contains(value, "//") {
			n *= len(value) - i + 1
		}
	}
	g.lengths[key] = max(g.lengths[key], n)
	return n <= maxExpanded
}
