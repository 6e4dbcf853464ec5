package run

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
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

// write writes text (nil: not known) to the file of a redirection, tee or install.
func (x *machine) write(st *state, target value, text *string, add bool) {
	if !target.known || !st.cwd.known && !strings.HasPrefix(target.text, "/") {
		x.doubtFiles(st, "it writes a file whose name is not known", known.AnyAccount)
		return
	}
	at := st.tree.Resolve(x.s, x.absolute(st, target.text), true)
	if _, hidden := x.hidden(at.Path); hidden {
		return
	}
	e := at.Answer.Entry
	switch {
	case e != nil && e.Type != rootfs.Regular:
		return
	case e == nil && at.Answer.Unknown != "" && isAccountFile(at.Path):
		// That it is there is certain now; what stood in it is not known.
		x.create(st, at.Path, known.Unreadable(at.Answer.Unknown))
	case e == nil && at.Answer.Unknown != "":
		x.create(st, at.Path, known.Content{})
		st.tree.Blur(x.s, at.Path, x.because("it is written over what may have been there"))
		return
	case e == nil:
		x.create(st, at.Path, known.Content{})
	}
	x.fill(st, at.Path, text, add)
}

// fill changes the content of a file that is there.
func (x *machine) fill(st *state, path string, text *string, add bool) {
	old, _ := st.tree.Content(x.s, path)
	if !add {
		old = known.Content{}
	}
	switch {
	case text == nil && !add:
		st.tree.SetContent(x.s, path, known.Content{})
	case text == nil:
		st.tree.SetContent(x.s, path, old.WithDoubts(
			known.Doubt{Because: x.because("what it writes to " + path + " is not known"), Accounts: known.AnyAccount}))
	case !old.Complete():
		// A line behind lines that are not known need not be the first of its name.
		st.tree.SetContent(x.s, path, old.WithDoubts(
			known.Doubt{Because: x.because("it adds to a file that is not known"), Accounts: known.AnyAccount}))
	case len(old.Data)+len(*text) > known.MaxContent:
		st.tree.SetContent(x.s, path, known.Unreadable(x.because("it grows beyond what is followed")))
	default:
		data := append(old.Data[:len(old.Data):len(old.Data)], *text...)
		st.tree.SetContent(x.s, path, known.Content{Data: data})
	}
}

// create makes a file as open(2) does for the step's user.
func (x *machine) create(st *state, path string, c known.Content) {
	owner := x.ownerIn(st, parent(path))
	if owner.Unknown != "" {
		st.tree.Put(x.s, rootfs.Entry{Path: path, Type: rootfs.Regular}, &c)
		st.tree.Blur(x.s, path, x.because("its owner is not known: "+owner.Unknown))
		return
	}
	st.tree.Put(x.s, rootfs.Entry{
		Path: path, Type: rootfs.Regular, Mode: 0o666 &^ st.umask, UID: owner.UID, GID: owner.GID,
	}, &c)
}

func isAccountFile(path string) bool { return path == "/etc/passwd" || path == "/etc/group" }

// absolute is a path as seen from the working directory, not cleaned of "..".
func (x *machine) absolute(st *state, p string) string {
	if strings.HasPrefix(p, "/") {
		return p
	}
	return st.cwd.text + "/" + p
}

// owner is who owns the files that the step's user makes.
func (x *machine) owner() known.Owner {
	o := known.Owner{UID: x.step.UID.UID, GID: x.step.GID.GID, Unknown: x.step.UID.Unknown}
	if o.Unknown == "" {
		o.Unknown = x.step.GID.Unknown
	}
	return o
}

// ownerIn is who owns what the step's user makes in a directory: in one that is setgid its group does.
func (x *machine) ownerIn(st *state, dir string) known.Owner {
	o := x.owner()
	if e := st.tree.Look(x.s, dir).Entry; e != nil && e.Mode&0o2000 != 0 {
		o.GID = e.GID
		o.Unknown = x.step.UID.Unknown
	}
	return o
}

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
			if io.input == nil {
				io.input = text
			}
			return x.simple(st, c, io)
		})
	})
}
