package identity

import (
	"context"
	"path"

	"github.com/hullcheck/hullcheck/pkg/finding"
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

// withoutFiles is the rest of the way where the image's files may not be read.
func (j *judgement) withoutFiles(r *run, why string) {
	r.stop(r.argv.halt)
	r.stop(badEnvironment(&j.environment))
	r.stop(j.unmapped(&j.who, j.groups))
	r.stop(unsure(why))
	r.afterUnknown, r.cwd = why, unknown[string](why)
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
