package dockeredit

import (
	"context"
	"fmt"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// flavour is how a user is added to an image.
type flavour int

const (
	noWay   flavour = iota
	shadow          // useradd and groupadd: Debian, Fedora, UBI
	busybox         // adduser and addgroup: Alpine
	shell           // nothing but a shell: UBI minimal
	copied          // nothing at all: scratch
)

// flavour is told by the programs of the image where they are known; else by /etc/os-release, by the package manager that RUN
// lines call, and by the name of the base image.
func (s *state) flavour(ctx context.Context) (flavour, error) {
	if f, err := s.byPrograms(ctx); err != nil || f != noWay {
		return f, err
	}
	if f, err := s.byRelease(ctx); err != nil || f != noWay {
		return f, err
	}
	runs := s.runs()
	for _, m := range packageManagers {
		if m.pattern.MatchString(runs) {
			return m.flavour, nil
		}
	}
	base := s.p.Stages[s.p.Chain[0]].Base
	for _, m := range families {
		if m.pattern.MatchString(base) {
			return m.flavour, nil
		}
	}
	switch {
	case runs != "":
		return shell, nil
	case base == "scratch":
		return copied, nil
	}
	return noWay, nil
}

// byPrograms looks for the programs themselves. Debian's adduser asks questions, and so its useradd is looked for first.
func (s *state) byPrograms(ctx context.Context) (flavour, error) {
	for _, m := range []struct {
		flavour flavour
		paths   []string
	}{
		{shadow, []string{"/usr/sbin/useradd"}},
		{busybox, []string{"/usr/sbin/adduser", "/bin/adduser", "/usr/bin/adduser"}},
		{shell, []string{"/bin/sh", "/usr/bin/sh"}},
	} {
		there, unknown, err := s.anyOf(ctx, m.paths)
		switch {
		case err != nil:
			return noWay, err
		case there:
			return m.flavour, nil
		case unknown:
			return noWay, nil
		}
	}
	return copied, nil
}

// anyOf tells whether one of the paths is there.
func (s *state) anyOf(ctx context.Context, paths []string) (there, unknown bool, err error) {
	for _, p := range paths {
		a, err := s.lookup(ctx, p)
		switch {
		case err != nil:
			return false, false, err
		case a.Entry != nil:
			return true, false, nil
		case a.Unknown != "":
			unknown = true
		}
	}
	return false, unknown, nil
}

func (s *state) lookup(ctx context.Context, path string) (rootfs.Answer, error) {
	if s.p.Image.Files == nil {
		return rootfs.Answer{Unknown: "no file is known"}, nil
	}
	a, err := s.p.Image.Files.Lookup(ctx, path)
	if err != nil {
		return a, fmt.Errorf("look for %s: %w", path, err)
	}
	return a, nil
}

const maxRelease = 64 << 10

func (s *state) byRelease(ctx context.Context) (flavour, error) {
	for _, path := range []string{"/usr/lib/os-release", "/etc/os-release"} {
		a, err := s.lookup(ctx, path)
		if err != nil {
			return noWay, err
		}
		if a.Entry == nil || a.Entry.Type != rootfs.Regular || a.Entry.Size > maxRelease {
			continue
		}
		c, err := s.p.Image.Files.Read(ctx, path, maxRelease)
		if err != nil {
			return noWay, fmt.Errorf("read %s: %w", path, err)
		}
		for _, line := range strings.Split(string(c.Data), "\n") {
			id, ok := strings.CutPrefix(line, "ID=")
			if f, known := distributions[strings.Trim(id, `"'`)]; ok && known {
				return f, nil
			}
		}
	}
	return noWay, nil
}
