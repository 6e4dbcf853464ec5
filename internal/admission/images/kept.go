package images

import (
	"slices"
	"unique"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// Images of one base have the same passwd, the same /bin/sh and the same PATH: what is equal is held once. Handles also hold
// copies, so that no layer stays in memory for the sake of a name in it.
type (
	keptAnswer struct {
		path    unique.Handle[string]
		unknown unique.Handle[string]
		entry   unique.Handle[entry] // the zero value for none
	}
	keptContent struct {
		path, data, unknown unique.Handle[string]
	}
)

// entry is a rootfs.Entry that can be compared.
type entry struct {
	path       string
	fileType   rootfs.FileType
	mode       uint32
	uid, gid   int64
	link       string
	size       int64
	capability string
	isProgram  bool
	program    rootfs.Program
}

func keepAnswer(path string, a rootfs.Answer) keptAnswer {
	k := keptAnswer{path: unique.Make(path), unknown: unique.Make(a.Unknown)}
	e := a.Entry
	if e == nil {
		return k
	}
	kept := entry{
		path: e.Path, fileType: e.Type, mode: e.Mode, uid: e.UID, gid: e.GID, link: e.Link, size: e.Size,
		capability: string(e.Capability),
	}
	if e.Program != nil {
		kept.isProgram, kept.program = true, *e.Program
	}
	k.entry = unique.Make(kept)
	return k
}

func (k keptAnswer) answer() rootfs.Answer {
	a := rootfs.Answer{Unknown: k.unknown.Value()}
	if k.entry == (unique.Handle[entry]{}) {
		return a
	}
	e := k.entry.Value()
	a.Entry = &rootfs.Entry{
		Path: e.path, Type: e.fileType, Mode: e.mode, UID: e.uid, GID: e.gid, Link: e.link, Size: e.size,
	}
	if e.capability != "" {
		a.Entry.Capability = []byte(e.capability)
	}
	if e.isProgram {
		program := e.program // so that e itself, which is large, need not be allocated
		a.Entry.Program = &program
	}
	return a
}

func keepContent(path string, c rootfs.Content) keptContent {
	return keptContent{path: unique.Make(path), data: unique.Make(string(c.Data)), unknown: unique.Make(c.Unknown)}
}

func (k keptContent) content() rootfs.Content {
	return rootfs.Content{Data: []byte(k.data.Value()), Unknown: k.unknown.Value()}
}

// shared is a config with what no rule about containers asks for left out, and with its strings shared for as long as the
// handles are held.
func shared(c image.Config) (image.Config, []unique.Handle[string]) {
	var handles []unique.Handle[string]
	share := func(s string) string {
		h := unique.Make(s)
		handles = append(handles, h)
		return h.Value()
	}
	c.History, c.Labels = nil, nil
	for _, list := range []*[]string{&c.Env, &c.Entrypoint, &c.Cmd, &c.Volumes, &c.ExposedPorts, &c.OnBuild, &c.Shell} {
		if *list == nil {
			continue // not set is not the same as empty
		}
		all := make([]string, len(*list))
		for i, s := range *list {
			all[i] = share(s)
		}
		*list = all
	}
	c.User, c.WorkingDir = share(c.User), share(c.WorkingDir)
	return c, slices.Clip(handles)
}
