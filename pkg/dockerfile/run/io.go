package run

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// redirected runs a command with the redirections of its statement.
func (x *machine) redirected(st *state, s *syntax.Stmt, run func(*state, *call) outcome) outcome {
	io := &call{}
	var files []redirection
	for _, r := range s.Redirs {
		x.substitutions(st, r)
		if f, ok := x.redirect(st, r, io); ok {
			files = append(files, f)
		}
	}
	for _, f := range files {
		if !f.append {
			x.write(st, f.target, nil, false)
		}
	}
	out := run(st, io)
	for _, f := range files {
		for _, end := range []*state{out.ok, out.fail} {
			if end == nil {
				continue
			}
			text := io.output
			if !f.stdout {
				text = nil
			}
			x.write(end, f.target, text, true)
		}
	}
	return out
}

// redirection is one that writes a file.
type redirection struct {
	target value
	append bool
	stdout bool
}

// redirect reads one redirection; ok is false where no file is written.
func (x *machine) redirect(st *state, r *syntax.Redirect, io *call) (redirection, bool) {
	switch r.Op {
	case syntax.Hdoc, syntax.DashHdoc:
		if v := x.document(st, r.Hdoc); v.known {
			io.input = &v.text
		}
		return redirection{}, false
	case syntax.WordHdoc:
		if v := x.literal(st, r.Word); v.known {
			text := v.text + "\n"
			io.input = &text
		}
		return redirection{}, false
	case syntax.RdrOut, syntax.AppOut, syntax.RdrAll, syntax.AppAll, syntax.RdrClob, syntax.RdrInOut:
	default:
		return redirection{}, false
	}
	v := x.literal(st, r.Word)
	if v.known && strings.HasPrefix(v.text, "/dev/") {
		return redirection{}, false
	}
	stdout := r.N == nil || r.N.Value == "1"
	return redirection{v, r.Op == syntax.AppOut || r.Op == syntax.AppAll, stdout}, true
}
