//go:build unix

package cli_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// Whoever reads no further, as head does, gets no complaint: the program ends as others do whose reader has gone.
func TestBrokenPipe(t *testing.T) {
	for _, args := range [][]string{
		{"rules"}, {"check", "--help"}, {"explain", "workload/privileged"}, {"check", "-"}, {"check", "-", "-o", "html"},
	} {
		reader, writer, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		reader.Close()
		defer writer.Close()
		var stderr bytes.Buffer
		cmd := exec.CommandContext(t.Context(), "hullcheck", args...)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader("{}"), writer, &stderr
		var exit *exec.ExitError
		if err := cmd.Run(); !errors.As(err, &exit) {
			t.Fatalf("%v ended well: %v", args, err)
		}
		if status, ok := exit.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGPIPE || stderr.Len() > 0 {
			t.Errorf("%v: %v: %s", args, exit, &stderr)
		}
	}
}
