package dockerfile

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// event is one instruction on the way to the target, in the order of its effect.
type event struct {
	cmd instructions.Command
	// stage is that in which it takes effect; first and last are its lines: for a trigger those of the stage's FROM.
	stage       int
	first, last int
	trigger     bool
	// evaluated is its entry in the image's history, "" where the two could not be brought together.
	evaluated string
}

// timeline are the events of a chain of stages. A stage made FROM another begins with the other's ONBUILD triggers, the
// first stage with those of its base image (dockerfile2llb, resolveStages and initOnBuildTriggers).
func (s *source) timeline(stages []Stage, chain []int, baseTriggers []string) []event {
	var out []event
	triggers := baseTriggers
	for _, i := range chain {
		if stages[i].Replaced {
			continue // not even the triggers of the image in its place are run
		}
		first, last := bounds(s.stages[i].Location)
		var next []string
		for _, t := range triggers {
			switch cmd := trigger(t).(type) {
			case nil:
			case *instructions.OnbuildCommand:
				next = append(next, cmd.Expression)
			default:
				out = append(out, event{cmd: cmd, stage: i, first: first, last: last, trigger: true})
			}
		}
		triggers = next
		for _, cmd := range s.stages[i].Commands {
			if ob, ok := cmd.(*instructions.OnbuildCommand); ok {
				triggers = append(triggers, ob.Expression)
				continue
			}
			first, last := bounds(cmd.Location())
			out = append(out, event{cmd: cmd, stage: i, first: first, last: last})
		}
	}
	return out
}

// trigger parses an ONBUILD expression; nil where BuildKit refuses it, which it does with an error of its own.
func trigger(expression string) instructions.Command {
	ast, err := parser.Parse(strings.NewReader(expression))
	if err != nil || len(ast.AST.Children) != 1 {
		return nil
	}
	cmd, err := instructions.ParseCommand(ast.AST.Children[0])
	if err != nil {
		return nil
	}
	return cmd
}

// evaluate brings events and the image's history together: each instruction but ONBUILD leaves exactly one entry, behind
// those of the base image. It is false, and nothing is evaluated, where the two do not agree.
func evaluate(events []event, history []string) bool {
	if len(events) != len(history) {
		return false
	}
	for i, e := range events {
		keyword := strings.ToUpper(e.cmd.Name())
		if e.cmd.Name() != "run" && !strings.HasPrefix(history[i], keyword) {
			return false
		}
	}
	for i := range events {
		events[i].evaluated = history[i]
	}
	return true
}
