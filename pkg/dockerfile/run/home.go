package run

import (
	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// makeHome makes a home directory unless it is there, and copies /etc/skel into it.
func (x *machine) makeHome(st *state, user, home string, mode uint32, unknown string, skeleton bool) {
	at := st.tree.Resolve(x.s, clean(home), true)
	if _, hidden := x.hidden(at.Path); hidden || at.Answer.Entry != nil {
		return
	}
	uid, gid, _ := x.database(st, &call{args: []arg{{text: "useradd", known: true}}}).User(user)
	for _, reason := range []string{unknown, uid.Unknown, gid.Unknown, st.tree.Uncertain(x.s, at.Path)} {
		if reason != "" {
			st.tree.Mkdir(x.s, rootfs.Entry{Path: parent(at.Path), Type: rootfs.Directory, Mode: 0o755})
			st.tree.Blur(x.s, at.Path, x.because("of a home directory that it may make, "+reason))
			return
		}
	}
	st.tree.Mkdir(x.s, rootfs.Entry{Path: parent(at.Path), Type: rootfs.Directory, Mode: 0o755})
	st.tree.Mkdir(x.s, rootfs.Entry{Path: at.Path, Type: rootfs.Directory, Mode: mode, UID: uid.Value, GID: gid.Value})
	if skeleton && st.tree.Look(x.s, "/etc/skel").Entry != nil {
		st.tree.Copy(x.s, known.Copy{
			From: st.tree.Fork(), Source: "/etc/skel", Name: "skel", Dest: at.Path, Contents: true,
			As: known.Transform{Owner: &known.Owner{UID: uid.Value, GID: gid.Value}}, Because: x.because("copy of /etc/skel"),
		})
	}
}

func parent(p string) string { return clean(p + "/..") }
