package rootfs

import (
	"context"
	"path"
	"strings"
)

func orZero(r *Resolution) Resolution {
	if r == nil {
		return Resolution{}
	}
	return *r
}

// walk is a Resolver under way.
type walk struct {
	Resolver
	at      string   // a directory, no link in its path
	names   []string // what is left of the path
	mustDir bool     // the path ends in a slash
	links   int
}

// push puts the components of a path before those that are left.
func (w *walk) push(p string) {
	if len(w.names) == 0 && strings.HasSuffix(p, "/") {
		w.mustDir = true
	}
	parts := strings.FieldsFunc(p, func(c rune) bool { return c == '/' })
	w.names = append(parts, w.names...)
}

// step takes at least one component. A resolution ends the walk.
func (w *walk) step(ctx context.Context) (*Resolution, error) {
	n := 1
	if w.Visit == nil {
		n = w.plain()
	} else if end, err := w.visit(ctx); end != nil || err != nil {
		return end, err
	}
	switch w.names[0] {
	case ".":
		w.names = w.names[1:]
		return nil, nil
	case "..":
		w.at, w.names = path.Dir(w.at), w.names[1:]
		return nil, nil
	}
	if n > 1 {
		// Lookup finds nothing behind a link, so what it finds has only directories before it. To ask for these one by one
		// could mean to read more layers, only for their modes.
		p := path.Join(w.at, path.Join(w.names[:n]...))
		answer, err := w.Files.Lookup(ctx, p)
		if err != nil {
			return nil, err
		}
		if answer.Entry != nil {
			return w.enter(n, p, answer), nil
		}
	}
	p := path.Join(w.at, w.names[0])
	answer, err := w.Files.Lookup(ctx, p)
	if err != nil {
		return nil, err
	}
	return w.enter(1, p, answer), nil
}

// plain counts the components before the next "." or "..", at least one.
func (w *walk) plain() int {
	for i, name := range w.names {
		if name == "." || name == ".." {
			return max(i, 1)
		}
	}
	return len(w.names)
}

func (w *walk) visit(ctx context.Context) (*Resolution, error) {
	answer, err := w.Files.Lookup(ctx, w.at)
	if err != nil {
		return nil, err
	}
	if answer.Entry == nil {
		return w.found(w.at, answer), nil
	}
	return nil, w.Visit(*answer.Entry)
}

// enter goes on from what the next n components led to.
func (w *walk) enter(n int, p string, answer Answer) *Resolution {
	entry := answer.Entry
	if entry == nil {
		return w.found(p, answer)
	}
	w.names = w.names[n:]
	switch {
	case entry.Type == Symlink:
		return w.follow(entry)
	case entry.Type == Directory:
		w.at = p
		return nil
	case len(w.names) > 0 || w.mustDir:
		return &Resolution{Outcome: NotDirectory, Path: p}
	}
	return w.found(p, answer)
}

func (w *walk) follow(link *Entry) *Resolution {
	if w.links++; w.links > w.MaxLinks {
		return &Resolution{Outcome: Loop, Path: link.Path}
	}
	w.at = path.Dir(link.Path)
	if path.IsAbs(link.Link) {
		w.at = "/"
	}
	w.push(link.Link)
	return nil
}

// found is the end of a walk at p.
func (w *walk) found(p string, answer Answer) *Resolution {
	switch {
	case answer.Unknown != "":
		return &Resolution{Outcome: Undecided, Path: p, Unknown: answer.Unknown}
	case answer.Entry == nil:
		return &Resolution{Outcome: Absent, Path: p}
	}
	return &Resolution{Outcome: Found, Path: p, Entry: answer.Entry}
}
