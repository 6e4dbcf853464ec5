package run

import (
	"mvdan.cc/sh/v3/syntax"
)

// pipe runs both ends of a pipe; its status is that of the last command, or with pipefail of any.
func (x *machine) pipe(st *state, c *syntax.BinaryCmd, tested bool) outcome {
	text, left := x.producer(st, c.X)
	from := x.after(left)
	if from == nil {
		return outcome{}
	}
	right := x.consumer(from, c.Y, text, tested)
	if st.pipefail && left.fail != nil && right.ok != nil {
		right.fail = x.join(right.fail, right.ok.fork())
	}
	return right
}

// producer runs the left end of a pipe and tells what it writes, nil where that is not known.
func (x *machine) producer(st *state, s *syntax.Stmt) (*string, outcome) {
	c, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(s.Redirs) > 0 {
		return nil, x.subshell(st, func(st *state) outcome { return x.stmt(st, s, true) })
	}
	io := &call{}
	out := x.subshell(st, func(st *state) outcome { return x.simple(st, c, io) })
	return io.output, out
}

// consumer runs the right end of a pipe.
func (x *machine) consumer(st *state, s *syntax.Stmt, text *string, tested bool) outcome {
	c, ok := s.Cmd.(*syntax.CallExpr)
	if !ok {
		return x.subshell(st, func(st *state) outcome { return x.stmt(st, s, tested) })
	}
	return x.subshell(st, func(st *state) outcome {
		return x.redirected(st, s, func(st *state, io *call) outcome {
			io.piped = true
			if io.input == nil {
				io.input = text
			}
			return x.simple(st, c, io)
		})
	})
}
