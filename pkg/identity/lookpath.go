package identity

import (
	"context"
	"path"
	"strconv"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// execution is the container's first process on its way to execve.
type execution struct {
	view *view
	cred *cred
	cwd  string
}

// found is a program that LookPath settled on: its name as execve gets it.
type found struct {
	name string
	halt *halt
}

// lookPath is exec.LookPath of Go's os/exec, which runc calls as the container's user just before execve
// (libcontainer/standard_init_linux.go). searchPath is PATH; pathUnknown why it is not known.
func (x *execution) lookPath(ctx context.Context, name, searchPath, pathUnknown string) (found, error) {
	switch {
	case name == "" || name == "." || name == "..":
		return notFound(name, "executable file not found in $PATH"), nil
	case strings.Contains(name, "/"):
		words, unknown, err := x.executable(ctx, name)
		if err != nil || unknown != "" {
			return found{halt: unsure(unknown)}, err
		}
		if words.text != "" {
			return found{halt: lookFailure(name, words)}, nil
		}
		return found{name: name}, nil
	case pathUnknown != "":
		return found{halt: unsure("PATH is not known: " + pathUnknown)}, nil
	}
	return x.search(ctx, name, searchPath)
}

// search takes the first hit that may be executed; one that may not is passed over.
func (x *execution) search(ctx context.Context, name, searchPath string) (found, error) {
	for _, dir := range splitList(searchPath) {
		if dir == "" {
			dir = "."
		}
		candidate := path.Join(dir, name)
		words, unknown, err := x.executable(ctx, candidate)
		switch {
		case err != nil:
			return found{}, err
		case unknown != "":
			return found{halt: unsure(unknown)}, nil
		case words.text != "":
		case !path.IsAbs(candidate):
			return notFound(name, "cannot run executable found relative to current directory"), nil
		default:
			return found{name: candidate}, nil
		}
	}
	return notFound(name, "executable file not found in $PATH"), nil
}

// splitList is filepath.SplitList for Linux.
func splitList(p string) []string {
	if p == "" {
		return nil
	}
	return strings.Split(p, ":")
}

// refusal are words of an error and whether they mean that the file is there.
type refusal struct {
	text string
	// there: something answers to the name, it just cannot be executed or reached.
	there bool
}

// executable is findExecutable of os/exec: stat, then faccessat2(AT_EACCESS, X_OK).
func (x *execution) executable(ctx context.Context, name string) (refusal, string, error) {
	w, err := stat(ctx, x.view, x.cred, x.cwd, name)
	switch {
	case err != nil || w.unknown != "":
		return refusal{}, w.unknown, err
	case !w.ok():
		return refusal{text: "stat " + name + ": " + string(w.errno), there: w.errno == eaccess}, "", nil
	case w.entry.Type == rootfs.Directory:
		return refusal{text: string(eisdir), there: true}, "", nil
	}
	ok, why := x.cred.may(w.entry, mayExec)
	if why != "" {
		return refusal{}, why, nil
	}
	if !ok || w.entry.Type == rootfs.Regular && x.view.noExecAt(w.path) {
		return refusal{text: string(eaccess), there: true}, "", nil
	}
	return refusal{}, "", nil
}

func notFound(name, words string) found {
	return found{halt: lookFailure(name, refusal{text: words})}
}

func lookFailure(name string, r refusal) *halt {
	reason := EntrypointNotFound
	if r.there {
		reason = EntrypointNotExecutable
	}
	return fail(StageStart, reason, "exec: "+strconv.Quote(name)+": "+r.text)
}
