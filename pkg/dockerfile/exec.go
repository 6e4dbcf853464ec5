package dockerfile

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/moby/buildkit/solver/pb"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/accounts"
	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/dockerfile/run"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

type powerFact struct {
	step  *step
	event run.Event
}

// patterns reads the list of patterns in an attribute of a source.
func patterns(attr string) ([]string, error) {
	if attr == "" {
		return nil, nil
	}
	var out []string
	if err := json.Unmarshal([]byte(attr), &out); err != nil {
		return nil, fmt.Errorf("read exclude patterns: %w", err)
	}
	return out, nil
}

// exec is a RUN.
func (w *walker) exec(s *step, op *pb.ExecOp) []*known.Tree {
	st := run.Step{Args: op.GetMeta().GetArgs(), Cwd: op.GetMeta().GetCwd(), Where: s.where()}
	var root *known.Tree
	outputs := 0
	for _, m := range op.GetMounts() {
		outputs = max(outputs, int(m.GetOutput())+1)
		if m.GetDest() == "/" {
			root = w.input(s, m.GetInput()).Fork()
			continue
		}
		st.Mounts = append(st.Mounts, w.mount(s, m))
	}
	if root == nil {
		root = known.Empty()
	}
	w.environment(&st, op)
	if strings.Contains(st.Cwd, marker) {
		st.Cwd = "/" + marker
	}
	user := w.user(root, op.GetMeta().GetUser())
	st.UID, st.GID, st.Home = user.uid, user.gid, user.home
	if !strings.Contains(st.Cwd, marker) {
		// The executor makes the working directory for root (executor/runcexecutor).
		at := root.Resolve(w.s, cleanAbs(st.Cwd), true).Path
		root.Mkdir(w.s, rootfs.Entry{Path: at, Type: rootfs.Directory, Mode: 0o755})
	}
	r := run.Run(w.s, root, st)
	if w.chain[s.digest] {
		for _, e := range r.Events {
			w.powers = append(w.powers, powerFact{s, e})
		}
	}
	if r.Fails != "" {
		w.failures = append(w.failures, failureFact{s, r.Fails})
	}
	out := make([]*known.Tree, outputs)
	for _, m := range op.GetMounts() {
		if i := int(m.GetOutput()); m.GetDest() == "/" && i >= 0 {
			out[i] = r.Tree
		}
	}
	return out
}

// mount is what --mount puts into the way.
func (w *walker) mount(s *step, m *pb.Mount) run.Mount {
	out := run.Mount{Path: cleanAbs(m.GetDest())}
	if m.GetMountType() == pb.MountType_BIND {
		out.Src, out.From = w.input(s, m.GetInput()), cleanAbs(m.GetSelector())
	}
	return out
}

// environment splits off the variables of which only a probe knows the value.
func (w *walker) environment(st *run.Step, op *pb.ExecOp) {
	for _, e := range op.GetMeta().GetEnv() {
		k, v, _ := strings.Cut(e, "=")
		if strings.Contains(v, marker) {
			st.Open = append(st.Open, k)
			continue
		}
		st.Env = append(st.Env, e)
	}
	for _, secret := range op.GetSecretenv() {
		st.Open = append(st.Open, secret.GetName())
	}
}

// runUser is as whom a RUN runs.
type runUser struct {
	uid, gid known.Owner
	home     string
}

// user resolves the user of a RUN as BuildKit's executor does (executor/oci/user.go): nobody is root, two numbers are
// not looked up, and everything else is looked up in the image's own files.
func (w *walker) user(t *known.Tree, user string) runUser {
	if user == "" {
		return w.home(t, runUser{})
	}
	if strings.Contains(user, marker) {
		return runUser{uid: known.Owner{Unknown: "the base image's user is not known"}}
	}
	d := w.accounts(t)
	name, group, hasGroup := strings.Cut(user, ":")
	uid, gid := w.lookUpUser(d, name)
	if hasGroup && group != "" {
		gid = w.lookUpGroup(d, group)
	}
	u := runUser{
		uid: known.Owner{UID: uid.Value, Unknown: uid.Unknown},
		gid: known.Owner{GID: gid.Value, Unknown: gid.Unknown},
	}
	return w.home(t, u)
}

func (w *walker) lookUpUser(d *accounts.DB, name string) (uid, gid accounts.ID) {
	n, err := strconv.ParseInt(name, 10, 64)
	if err != nil && name != "root" {
		uid, gid, exists := d.User(name)
		if exists == accounts.No {
			uid.Unknown = "there is no user " + name
			gid.Unknown = uid.Unknown
		}
		return uid, gid
	}
	first, exists := d.UserOf(n)
	if exists == accounts.Yes && first != "" {
		_, gid, _ = d.User(first)
		return accounts.ID{Value: n}, gid
	}
	if exists != accounts.No {
		gid.Unknown = "its group in passwd is not known"
	}
	return accounts.ID{Value: n}, gid
}

func (w *walker) lookUpGroup(d *accounts.DB, group string) accounts.ID {
	if n, err := strconv.ParseInt(group, 10, 64); err == nil {
		return accounts.ID{Value: n}
	}
	gid, exists := d.Group(group)
	if exists == accounts.No {
		gid.Unknown = "there is no group " + group
	}
	return gid
}

// home is what runc sets HOME to: the home directory of the first entry with the uid, "/" without one.
func (w *walker) home(t *known.Tree, u runUser) runUser {
	if u.uid.Unknown != "" {
		return u
	}
	d := w.accounts(t)
	name, exists := d.UserOf(u.uid.UID)
	switch {
	case exists == accounts.No:
		u.home = "/"
	case name != "":
		u.home, _ = d.Home(name)
	}
	return u
}

// accounts reads passwd and group of a tree.
func (w *walker) accounts(t *known.Tree) *accounts.DB {
	read := func(p string) known.Content {
		at := t.Resolve(w.s, p, true)
		if c, ok := t.Content(w.s, at.Path); ok {
			return c
		}
		if at.Answer.Unknown != "" {
			return known.Unreadable(at.Answer.Unknown)
		}
		return known.Content{}
	}
	return &accounts.DB{Users: accounts.Parse(read("/etc/passwd")), Groups: accounts.Parse(read("/etc/group"))}
}
