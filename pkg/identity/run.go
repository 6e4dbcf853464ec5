package identity

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// run is how far the container gets, and what is known of its program.
type run struct {
	halt *halt
	argv argv
	// list are the capabilities up to execve.
	list   capset
	cred   *cred
	cwd    Fact[string]
	loaded loaded
	// unreached: the kubelet did not come to its check of runAsNonRoot.
	unreached bool
	// after are the powers behind execve; afterUnknown why they are not known.
	after        powers
	afterUnknown string
}

// stop keeps the first thing that stands in the way.
func (r *run) stop(h *halt) bool {
	if r.halt == nil {
		r.halt = h
	}
	return r.halt != nil
}

// run follows the container from the API server to execve, in the order in which kubelet, containerd, runc and kernel look
// at things, and ends at the first that stops it or is not known.
func (j *judgement) run(ctx context.Context, k Kubelet) (*run, error) {
	r := &run{afterUnknown: "the program was not looked at", cwd: unknown[string]("the program was not looked at")}
	var capsHalt *halt
	r.list, capsHalt = j.capabilityList()
	r.argv = j.arguments()
	r.cred = &cred{
		uid: j.who.uid, gid: j.who.gid, groups: gids(j.groups), groupsUnknown: j.who.groupsUnknown, caps: r.list,
	}
	r.unreached = r.stop(j.beforeVerdict())
	r.stop(j.refusal(k))
	r.stop(unjudged(k))
	r.stop(r.argv.nothing())
	r.stop(capsHalt)
	files, why := j.ev.files(finding.EvidenceEntrypoint)
	var mountHalt *halt
	var err error
	if j.view, mountHalt, err = j.assemble(ctx, files, why); err != nil {
		return r, err
	}
	if mountHalt != nil && mountHalt.stage == StageCreate {
		r.stop(mountHalt)
	}
	r.stop(j.who.halt.at(j.userPath()))
	r.stop(j.relativeWorkdir())
	r.stop(mountHalt)
	if files == nil {
		j.withoutFiles(r, why)
		return r, nil
	}
	return r, j.toProgram(ctx, r)
}

// beforeVerdict is what can stop the kubelet before it looks at runAsNonRoot.
func (j *judgement) beforeVerdict() *halt {
	if h := j.unpackHalt(); h != nil {
		return h
	}
	return j.subPathHalt()
}

func unjudged(k Kubelet) *halt {
	if k.Verdict != Unjudged {
		return nil
	}
	return unsure("the kubelet's verdict is not known: " + k.Message)
}

// unpackHalt: layers that containerd refuses to unpack never become a container.
func (j *judgement) unpackHalt() *halt {
	if j.ev.img == nil || j.runtime != Containerd {
		return nil
	}
	refuser, ok := j.ev.img.Files.(interface{ Refusal() *rootfs.UnpackError })
	if !ok {
		return nil
	}
	if e := refuser.Refusal(); e != nil {
		return fail(StageImage, ImageUnpack, e.Error()).at(j.imagePath)
	}
	return nil
}

// subPathHalt is ExpandContainerVolumeMounts of pkg/kubelet/container/helpers.go: in subPathExpr, unlike anywhere else, a
// reference without a value is an error. It comes before the check of runAsNonRoot.
func (j *judgement) subPathHalt() *halt {
	for i, m := range j.container.VolumeMounts {
		var missing []string
		expand(m.SubPathExpr, func(name string) (string, bool, string) {
			value, ok, why := j.podEnv.lookup(name)
			if why == "" && (!ok || value == "") && !slices.Contains(missing, name) {
				missing = append(missing, name)
			}
			return value, ok, why
		})
		if len(missing) > 0 {
			slices.Sort(missing)
			return fail(StageConfig, CreateContainerConfigError, "missing value for "+strings.Join(missing, ", ")).
				at(index(j.container.Path+"/volumeMounts", i) + "/subPathExpr")
		}
	}
	return nil
}

// nothing is the part of the arguments' halt that the runtime sees first.
func (a argv) nothing() *halt {
	if a.halt != nil && a.halt.verdict == Fails {
		return a.halt
	}
	return nil
}

// userPath is the field that the user comes from.
func (j *judgement) userPath() string {
	if j.security.RunAsUser.Set {
		return j.security.RunAsUser.From
	}
	return j.imagePath
}

func (j *judgement) relativeWorkdir() *halt {
	if !j.workdir.Known() || !relative(j.workdir.Value) {
		return nil
	}
	return fail(StageStart, WorkdirInaccessible, "Cwd must be an absolute path").at(j.workdir.Path)
}

// withoutFiles is the rest of the way where the image's files may not be read.
func (j *judgement) withoutFiles(r *run, why string) {
	r.stop(r.argv.halt)
	r.stop(badEnvironment(&j.environment))
	r.stop(j.unmapped(&j.who, j.groups))
	r.stop(unsure(why))
	r.afterUnknown, r.cwd = why, unknown[string](why)
}

func badEnvironment(e *environment) *halt {
	if e.bad == "" {
		return nil
	}
	return fail(StageStart, InvalidEnvironment, e.bad)
}

// toProgram is the way inside the container: working directory, environment, user, program.
func (j *judgement) toProgram(ctx context.Context, r *run) error {
	if r.halt != nil && r.halt.stage == StageStart && r.halt.reason == MountFailure {
		return nil
	}
	if err := j.toWorkdir(ctx, r); err != nil {
		return err
	}
	r.stop(badEnvironment(&j.environment))
	r.stop(j.unmapped(&j.who, j.groups))
	if len(r.argv.args) == 0 || r.argv.first != "" || !r.cwd.Known() {
		r.stop(r.argv.halt)
		return nil
	}
	x := &execution{view: j.view, cred: r.cred, cwd: r.cwd.Value}
	searchPath, _, pathUnknown := j.environment.value("PATH")
	program, err := x.lookPath(ctx, r.argv.args[0], searchPath, pathUnknown)
	if err != nil {
		return err
	}
	if program.halt != nil {
		r.stop(program.halt.at(j.commandPath()))
		return nil
	}
	if r.loaded, err = x.execve(ctx, program.name, j.ev.img.Platform); err != nil {
		return err
	}
	if r.loaded.halt != nil {
		r.stop(r.loaded.halt.at(j.commandPath()))
		return nil
	}
	r.stop(j.becomes(r, program.name).at(j.commandPath()))
	return nil
}

func (j *judgement) toWorkdir(ctx context.Context, r *run) error {
	if !j.workdir.Known() {
		r.cwd = unknown[string](j.workdir.Unknown)
		r.stop(unsure("the working directory is not known: " + j.workdir.Unknown))
		return nil
	}
	if relative(j.workdir.Value) {
		r.cwd = unknown[string]("the working directory is relative")
		return nil
	}
	cwd, h, err := j.enterWorkdir(ctx, j.view)
	if err != nil {
		return err
	}
	r.cwd = known(cwd, FromDefault)
	if r.stop(h.at(j.workdir.Path)) && h != nil {
		r.cwd = unknown[string](h.message)
	}
	return nil
}

// commandPath is the field that the program comes from.
func (j *judgement) commandPath() string {
	switch {
	case len(j.container.Command) > 0:
		return path.Join(j.container.Path, "command")
	case len(j.container.Args) > 0 && j.ev.img != nil && len(j.entrypoint()) == 0:
		return path.Join(j.container.Path, "args")
	}
	return j.imagePath
}

// becomes computes the powers behind execve, which the kernel may refuse.
func (j *judgement) becomes(r *run, name string) *halt {
	if !j.who.uid.Known() || !j.who.gid.Known() {
		r.afterUnknown = "as whom it runs is not known"
		return nil
	}
	before := powers{
		uid: j.who.uid.Value, euid: j.who.uid.Value, gid: j.who.gid.Value, egid: j.who.gid.Value,
		bounding: r.list, permitted: r.list, effective: r.list,
	}
	w := r.loaded.image
	inGroup := func(gid int64) bool {
		in, why := r.cred.inGroup(gid)
		return in || why != ""
	}
	after, e := before.afterExec(w.entry, j.noNewPrivs(), j.view.noSetuidAt(w.path), inGroup)
	if e != "" {
		return execFailure(name, e, FileCapabilities)
	}
	r.after, r.afterUnknown = after, ""
	return nil
}

// noNewPrivs is AddNoNewPrivileges of pkg/securitycontext/util.go: only an explicit false sets it.
func (j *judgement) noNewPrivs() bool {
	s := j.security.AllowPrivilegeEscalation
	return s.Set && !s.Value
}

func gids(groups []Group) []int64 {
	out := make([]int64, len(groups))
	for i, g := range groups {
		out[i] = g.GID
	}
	return out
}
