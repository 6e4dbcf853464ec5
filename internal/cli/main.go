// Package cli is the command line: one file a command, and the only place where the rooms are wired together.
//
// Standard output carries the report and nothing else; progress, warnings and hints go to standard error. The exit codes
// are part of the contract: users script against them.
package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/hullcheck/hullcheck/internal/garbage"
)

// The exit codes. Failed wins over Findings: what could be judged is reported, but nobody may take it for the whole.
const (
	Clean    = 0
	Findings = 1
	Failed   = 2
)

// heapFloor is what the heap may grow to before it is collected. A run over few files then ends before it must be, and one over
// thousands of them keeps its memory below 150 MiB.
const heapFloor = 48 << 20

// Main runs one command line and returns its exit code. The first interrupt cancels the work, the second one kills.
func Main(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	defer garbage.Floor(heapFloor)()
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	defer context.AfterFunc(ctx, stop)()

	e := &env{stdin: stdin, stdout: stdout, stderr: stderr}
	root := newRoot(e)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return e.code
	}
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		err = errors.New("interrupted")
	}
	e.fail(err)
	return Failed
}
