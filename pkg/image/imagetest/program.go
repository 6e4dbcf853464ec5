package imagetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Program is a Go program to be compiled for an image: static, and the same bytes for the same source.
type Program struct {
	// Dir is where go is run, and Package what it builds there.
	Dir, Package string
	// Arch is GOARCH; LDFlags are added to -s -w.
	Arch, LDFlags string
}

// Compile gives the bytes of the program for linux.
func (p Program) Compile(ctx context.Context) (program []byte, err error) {
	dir, err := os.MkdirTemp("", "program-")
	if err != nil {
		return nil, fmt.Errorf("make folder for program: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	bin := filepath.Join(dir, "program")
	//nolint:gosec // G204: go itself, on what the caller names
	cmd := exec.CommandContext(ctx, "go", "build", "-C", p.Dir, "-trimpath", "-buildvcs=false", "-ldflags=-s -w "+p.LDFlags,
		"-o", bin, p.Package)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+p.Arch)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("build %s for linux/%s: %w", p.Package, p.Arch, err)
	}
	if program, err = os.ReadFile(bin); err != nil {
		return nil, fmt.Errorf("read built program: %w", err)
	}
	return program, nil
}
