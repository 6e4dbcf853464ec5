package run

import (
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
)

// Step is one RUN line as BuildKit would run it.
type Step struct {
	// Args, Env and Cwd are those of the LLB's ExecOp.
	Args, Env []string
	Cwd       string
	// UID and GID are those that its user comes to.
	UID, GID known.Owner
	// Home is HOME where Env has none; "" where it is not known.
	Home string
	// Mounts hide what the image has at their paths; what is written there is not part of the image.
	Mounts []Mount
	// Where begins every reason: "line 7".
	Where string
	// Open are variables that may be set to anything: those of a secret, or of a base image that could not be read.
	Open []string
}

// Mount is a path at which something else is mounted while the command runs.
type Mount struct {
	Path string
	// Src and From are what is mounted, nil where nothing is known of it.
	Src  known.Source
	From string
}

// Event is something a RUN line does that a rule asks about.
type Event struct {
	// Command is the command as it would be called, Path what it changes.
	Command, Path string
	Kind          EventKind
}

// EventKind says what happened.
type EventKind string

// The kinds of events.
const (
	Setuid     EventKind = "setuid"     // chmod u+s or g+s
	Capability EventKind = "capability" // setcap
)

// Result is what a step comes to.
type Result struct {
	Tree   *known.Tree
	Events []Event
	// Fails is why the command certainly fails, so that there would be no image; nothing is then known of what it did.
	Fails string
}

// Run applies a step to a tree, which it changes.
func Run(s *known.Session, t *known.Tree, step Step) Result {
	x := &machine{s: s, step: step, effects: effects()}
	st := &state{tree: t, vars: map[string]value{}, cwd: value{text: clean(step.Cwd), known: true}, umask: 0o022}
	for _, e := range step.Env {
		k, v, _ := strings.Cut(e, "=")
		st.vars[k] = value{text: v, known: true}
	}
	for _, name := range step.Open {
		st.vars[name] = value{}
	}
	x.implied(st)
	out := x.entry(st, step.Args)
	r := Result{Events: x.events}
	if out.ok != nil {
		r.Tree = out.ok.tree
		return r
	}
	r.Fails = x.failure
	t.Doubt(known.Doubt{Because: x.because("it seems to fail: " + x.failure), Accounts: known.AnyAccount})
	r.Tree = t
	return r
}

// implied sets the variables that a shell or runc sets by itself.
func (x *machine) implied(st *state) {
	if v, ok := st.vars["HOME"]; !ok || v.known && v.text == "" {
		st.vars["HOME"] = value{text: x.step.Home, known: x.step.Home != ""}
	}
	for _, name := range []string{
		"UID", "EUID", "HOSTNAME", "RANDOM", "SECONDS", "LINENO", "TERM", "PPID", "SHLVL", "OLDPWD",
		"BASH", "BASH_VERSION", "BASHOPTS", "SHELLOPTS", "GROUPS", "HOSTTYPE", "MACHTYPE", "OSTYPE", "OPTIND", "_",
		"BASHPID", "BASH_SOURCE", "EPOCHSECONDS", "FUNCNAME",
	} {
		if _, ok := st.vars[name]; !ok {
			st.vars[name] = value{}
		}
	}
}

// because makes a reason.
func (x *machine) because(what string) string { return x.step.Where + ": " + what }

// hidden tells whether a path lies in a mount, and in which.
func (x *machine) hidden(path string) (Mount, bool) {
	i := slices.IndexFunc(x.step.Mounts, func(m Mount) bool { return within(path, m.Path) })
	if i < 0 {
		return Mount{}, false
	}
	return x.step.Mounts[i], true
}

// within tells whether a clean path is a directory or lies below it.
func within(path, dir string) bool {
	return path == dir || dir == "/" || strings.HasPrefix(path, dir+"/")
}
