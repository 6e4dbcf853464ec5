package run

import (
	"maps"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
)

// state is what is known at one point of a RUN line.
type state struct {
	tree *known.Tree
	vars map[string]value
	// cwd is the working directory.
	cwd   value
	umask uint32
	// errexit is set -e, pipefail is set -o pipefail.
	errexit, pipefail bool
}

// value is a string that may not be known.
type value struct {
	text  string
	known bool
}

func (st *state) fork() *state {
	f := *st
	f.tree = st.tree.Fork()
	f.vars = maps.Clone(st.vars)
	return &f
}

// outcome is how a command may end: with success or failure. A state is nil where it cannot end so.
type outcome struct{ ok, fail *state }

// either is the outcome of what may succeed or fail without a difference to the files.
func either(st *state) outcome { return outcome{ok: st, fail: st.fork()} }

func succeed(st *state) outcome { return outcome{ok: st} }

func fail(st *state) outcome { return outcome{fail: st} }

// after is the state when it does not matter how a command ended.
func (x *machine) after(o outcome) *state { return x.join(o.ok, o.fail) }

// join is what is known where two ways meet.
func (x *machine) join(a, b *state) *state {
	if a == nil {
		return b
	}
	if b == nil || a == b {
		return a
	}
	j := *a
	j.tree = known.Join(x.s, a.tree, b.tree, x.because("which way it goes cannot be told"))
	j.vars = maps.Clone(a.vars)
	for name, v := range b.vars {
		if old, ok := a.vars[name]; !ok || old != v {
			j.vars[name] = value{}
		}
	}
	for name := range a.vars {
		if _, ok := b.vars[name]; !ok {
			j.vars[name] = value{}
		}
	}
	if a.cwd != b.cwd {
		j.cwd = value{}
	}
	j.errexit = a.errexit && b.errexit
	return &j
}
