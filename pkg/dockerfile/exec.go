package dockerfile

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/moby/buildkit/solver/pb"

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
	w.note(s, r)
	out := make([]*known.Tree, outputs)
	for _, m := range op.GetMounts() {
		if i := int(m.GetOutput()); m.GetDest() == "/" && i >= 0 {
			out[i] = r.Tree
		}
	}
	return out
}

// note keeps what a RUN says beside the files it leaves.
func (w *walker) note(s *step, r run.Result) {
	if w.chain[s.digest] {
		for _, e := range r.Events {
			w.powers = append(w.powers, powerFact{s, e})
		}
	}
	if r.Fails != "" {
		w.failures = append(w.failures, failureFact{s, r.Fails})
	}
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
