// Package process runs servers for tests and ends all that it started: each is a process group of its own, with its output in a
// log file.
package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// Process is a server that was started and is stopped by its process group.
type Process struct {
	name string
	cmd  *exec.Cmd
	log  string
	done chan error
}

// Start runs a server with its output in the file NAME.log below dir; a server of the same name that ran before keeps its lines.
func Start(dir, name string, env []string, bin string, args ...string) (*Process, error) {
	p := &Process{name: name, log: filepath.Join(dir, name+".log"), done: make(chan error, 1)}
	log, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("make log of %s: %w", name, err)
	}
	p.cmd = exec.Command(bin, args...)
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = log, log
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := p.cmd.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", name, err), log.Close())
	}
	go func() { p.done <- errors.Join(p.cmd.Wait(), log.Close()) }()
	return p, nil
}

// Pid is the server's process.
func (p *Process) Pid() int { return p.cmd.Process.Pid }

// Log is the file with the server's output.
func (p *Process) Log() string { return p.log }

// Signal sends the server, and what it started, a signal.
func (p *Process) Signal(s syscall.Signal) error { return syscall.Kill(-p.cmd.Process.Pid, s) }

// Await polls ready until it succeeds, the process ends, or the time is up; its error then shows the end of the log.
func (p *Process) Await(ctx context.Context, limit time.Duration, ready func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var last error
	for {
		if last = ready(ctx); last == nil {
			return nil
		}
		select {
		case err := <-p.done:
			p.done <- err
			return fmt.Errorf("%s ended: %w\n%s", p.name, err, tail(p.log))
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready: %w\n%s", p.name, last, tail(p.log))
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// Wait waits until the server ends by itself, and gives how it ended.
func (p *Process) Wait(limit time.Duration) error {
	select {
	case err := <-p.done:
		p.done <- err
		return err
	case <-time.After(limit):
		return fmt.Errorf("%s still runs after %s", p.name, limit)
	}
}

// Stop asks the process to end, and kills it where it does not.
func (p *Process) Stop() error {
	if err := p.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("stop %s: %w", p.name, err)
	}
	select {
	case err := <-p.done: // ended by our signal: its status says nothing
		p.done <- err
		return nil
	case <-time.After(10 * time.Second):
		if err := p.Signal(syscall.SIGKILL); err != nil {
			return fmt.Errorf("kill %s: %w", p.name, err)
		}
		p.done <- <-p.done
		return nil
	}
}

// tail is the end of a log, for an error.
func tail(path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	return string(b[max(0, len(b)-3000):])
}
