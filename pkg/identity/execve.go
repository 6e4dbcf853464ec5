package identity

import (
	"context"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// maxInterpreters is how deep #! scripts may nest (exec_binprm of fs/exec.c).
const maxInterpreters = 5

// loaded is what execve ends at.
type loaded struct {
	// program is the file that argv[0] led to, image the one whose set-id bits and capabilities count: that of the last
	// interpreter of a script.
	program, image walked
	script         bool
	halt           *halt
}

// execve loads a program as the kernel does: each file on the way must be regular and executable, and its format known.
func (x *execution) execve(ctx context.Context, name string, arch image.Platform) (loaded, error) {
	var l loaded
	file := name
	for depth := 0; ; depth++ {
		if depth > maxInterpreters {
			l.halt = execFailure(name, eloop, ExecFormat)
			return l, nil
		}
		w, h, err := x.open(ctx, name, file)
		if err != nil || h != nil {
			l.halt = interpreterReason(h, depth)
			return l, err
		}
		if depth == 0 {
			l.program = w
		}
		l.image, l.script = w, depth > 0
		p := w.entry.Program
		switch {
		case p == nil:
			l.halt = unsure("the content of " + w.path + " is not known")
			return l, nil
		case p.Unknown != "":
			l.halt = unsure(w.path + ": " + p.Unknown)
			return l, nil
		case p.Format == rootfs.Script && p.Damaged == "":
			file = p.Interpreter
			continue
		case p.Format != rootfs.ELF || p.Damaged != "":
			l.halt = execFailure(name, enoexec, ExecFormat)
			return l, nil
		}
		l.halt, err = x.loadELF(ctx, name, p, arch)
		return l, err
	}
}

// open is do_open_execat. Everything that can be wrong with a file behind LookPath is reported under the program's name.
func (x *execution) open(ctx context.Context, name, file string) (walked, *halt, error) {
	w, err := stat(ctx, x.view, x.cred, x.cwd, file)
	switch {
	case err != nil:
		return w, nil, err
	case w.unknown != "":
		return w, unsure(w.unknown), nil
	case w.errno == eaccess:
		return w, execFailure(name, eaccess, EntrypointNotExecutable), nil
	case w.errno != "":
		return w, execFailure(name, w.errno, InterpreterNotFound), nil
	}
	ok, why := x.cred.may(w.entry, mayExec)
	if why != "" {
		return w, unsure(why), nil
	}
	if !ok || w.entry.Type != rootfs.Regular || x.view.noExecAt(w.path) {
		return w, execFailure(name, eaccess, EntrypointNotExecutable), nil
	}
	return w, nil, nil
}

// interpreterReason: at depth 0 it is the program itself that is missing.
func interpreterReason(h *halt, depth int) *halt {
	if h != nil && depth == 0 && h.reason == InterpreterNotFound {
		h.reason = EntrypointNotFound
	}
	return h
}

// loadELF is load_elf_binary up to the point of no return: the machine must be the node's, the interpreter be there.
func (x *execution) loadELF(ctx context.Context, name string, p *rootfs.Program, arch image.Platform) (*halt, error) {
	if h := machineHalt(name, p, arch); h != nil {
		return h, nil
	}
	if p.Interpreter == "" {
		return nil, nil
	}
	w, h, err := x.open(ctx, name, p.Interpreter)
	if h != nil || err != nil {
		return h, err
	}
	interp := w.entry.Program
	switch {
	case interp == nil:
		return unsure("the content of " + w.path + " is not known"), nil
	case interp.Unknown != "":
		return unsure(w.path + ": " + interp.Unknown), nil
	case interp.Format != rootfs.ELF || interp.Damaged != "" || interp.Machine != p.Machine:
		return execFailure(name, elibbad, ExecFormat), nil
	}
	return nil, nil
}

func execFailure(name string, e errno, reason Reason) *halt {
	return fail(StageExec, reason, "exec "+name+": "+string(e))
}
