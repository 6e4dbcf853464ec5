package identity

import (
	"slices"
)

// argv are the arguments that will run.
type argv struct {
	args []string
	// first is why args[0] is not known, rest why the others are not in full; "" where they are.
	first, rest string
	halt        *halt
}

// compose is WithProcessArgs of containerd's internal/cri/opts (CRI-O's SpecSetProcessArgs alike): command replaces
// ENTRYPOINT and CMD, args replaces CMD alone. An empty list counts as none: it does not survive the way to the runtime.
func (j *judgement) arguments() argv {
	command, commandUnknown := expandAll(j.container.Command, j.podEnv.lookup)
	args, argsUnknown := expandAll(j.container.Args, j.podEnv.lookup)
	var first, rest string
	if len(command) == 0 {
		if why := j.ev.missing(fieldEntrypoint); why != "" {
			return argv{first: why, rest: why, halt: unsure("the image's ENTRYPOINT is not known: " + why)}
		}
		command = j.entrypoint()
		if len(args) == 0 {
			if rest = j.ev.missing(fieldCmd); rest == "" {
				args = j.ev.img.Config.Cmd
			}
		}
	}
	all := slices.Concat(command, args)
	switch {
	case len(all) == 0 && rest != "":
		return argv{first: rest, rest: rest, halt: unsure("the image's CMD is not known: " + rest)}
	case len(all) == 0:
		return argv{halt: fail(StageCreate, NothingToRun, "no command specified")}
	case len(j.container.Command) > 0:
		first = commandUnknown[0]
	case len(command) == 0 && len(argsUnknown) > 0:
		first = argsUnknown[0]
	}
	for _, why := range slices.Concat(commandUnknown, argsUnknown) {
		if why != "" && rest == "" {
			rest = why
		}
	}
	a := argv{args: all, first: first, rest: rest}
	if first != "" {
		a.halt = unsure("the program's name is not known: " + first)
	}
	return a
}

// entrypoint: containerd takes an ENTRYPOINT of one empty string for none.
func (j *judgement) entrypoint() []string {
	e := j.ev.img.Config.Entrypoint
	if j.runtime == Containerd && len(e) == 1 && e[0] == "" {
		return nil
	}
	return e
}

// expandAll expands the references in each argument; why[i] is why argument i is not known in full.
func expandAll(in []string, lookup func(string) (string, bool, string)) (out, why []string) {
	for _, s := range in {
		text, missing := expand(s, lookup)
		out, why = append(out, text), append(why, missing)
	}
	return out, why
}
