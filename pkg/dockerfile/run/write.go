package run

import (
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

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
