package kustomize

import "github.com/hullcheck/hullcheck/pkg/jsonpointer"

// probe is a path in a built object whose writer is looked for.
type probe struct {
	object any
	steps  []string
	// chain are the values on the way down, the object first; it ends where the path does not go on. The value at the
	// path is there when it is one longer than steps.
	chain []any
}

func newProbe(object map[string]any, path string) *probe {
	p := &probe{object: object, steps: jsonpointer.Steps(path), chain: []any{object}}
	for _, s := range p.steps {
		next, ok := jsonpointer.Into(p.chain[len(p.chain)-1], s)
		if !ok {
			break
		}
		p.chain = append(p.chain, next)
	}
	return p
}

// depth is how many steps of the path the object has.
func (p *probe) depth() int { return len(p.chain) - 1 }

func (p *probe) present() bool { return p.depth() == len(p.steps) }

// value is that of the path; nil where it is not there.
func (p *probe) value() any {
	if !p.present() {
		return nil
	}
	return p.chain[len(p.chain)-1]
}

// translate follows the path through another version of the object, in which elements of lists may stand elsewhere. It
// gives the steps there, as far as they go, and the value that they lead to.
func (p *probe) translate(other any) (there []string, value any) {
	value = other
	for i, step := range p.steps {
		if i < len(p.chain) {
			if list, ok := p.chain[i].([]any); ok {
				step = match(list, step, value, stepBefore(p.steps, i))
			}
		}
		next, ok := jsonpointer.Into(value, step)
		if !ok {
			return there, value
		}
		there, value = append(there, step), next
	}
	return there, value
}

func stepBefore(steps []string, i int) string {
	if i == 0 {
		return ""
	}
	return steps[i-1]
}
