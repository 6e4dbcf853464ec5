package rootfs

import (
	"errors"
	"strings"
)

func newTable(toc *TOC) *table {
	t := &table{
		Digest: toc.Digest, DiffID: toc.DiffID, Stored: toc.Stored, Bodies: toc.Bodies,
		Capabilities: map[int][]byte{}, Programs: make([]Program, 1),
	}
	var names, links strings.Builder
	stats, programs := map[stat]uint32{}, map[Program]uint32{}
	for i, item := range toc.Items {
		names.WriteString(item.Name)
		links.WriteString(item.Link)
		t.Names.add(item.Name)
		t.Links.add(item.Link)
		t.Sizes = append(t.Sizes, item.Size)
		s := stat{Typeflag: item.Typeflag, Mode: item.Mode, UID: item.UID, GID: item.GID, Device: item.Device}
		t.StatOf = append(t.StatOf, intern(stats, &t.Stats, s))
		number := uint32(0)
		if item.Program != nil {
			number = intern(programs, &t.Programs, *item.Program)
		}
		t.ProgramOf = append(t.ProgramOf, number)
		if item.Capability != nil {
			t.Capabilities[i] = item.Capability
		}
	}
	t.Names.Bytes, t.Links.Bytes = names.String(), links.String()
	return t
}

// intern is the index of v in all, to which it is added when it is new.
func intern[T comparable](known map[T]uint32, all *[]T, v T) uint32 {
	n, ok := known[v]
	if !ok {
		n = uint32(len(*all)) // not over Limits.Entries
		known[v] = n
		*all = append(*all, v)
	}
	return n
}

var errTable = errors.New("decode table of contents: columns do not fit together")

func (t *table) toc() (*TOC, error) {
	n := len(t.Sizes)
	names, links := t.Names.split(), t.Links.split()
	if len(names) != n || len(links) != n || len(t.StatOf) != n || len(t.ProgramOf) != n {
		return nil, errTable
	}
	toc := &TOC{Digest: t.Digest, DiffID: t.DiffID, Stored: t.Stored, Items: make([]Item, n), Bodies: t.Bodies}
	if toc.Bodies == nil {
		toc.Bodies = map[int][]byte{}
	}
	for i := range toc.Items {
		s, p := int(t.StatOf[i]), int(t.ProgramOf[i])
		if s >= len(t.Stats) || p >= len(t.Programs) {
			return nil, errTable
		}
		toc.Items[i] = Item{
			Name: names[i], Link: links[i], Size: t.Sizes[i], Capability: t.Capabilities[i],
			Typeflag: t.Stats[s].Typeflag, Mode: t.Stats[s].Mode, Device: t.Stats[s].Device,
			UID: t.Stats[s].UID, GID: t.Stats[s].GID,
		}
		if p > 0 {
			toc.Items[i].Program = &t.Programs[p]
		}
	}
	return toc, nil
}

// split gives the strings back, without copying them; nil where the lengths are not those of the bytes.
func (t text) split() []string {
	all, rest := make([]string, len(t.Lengths)), t.Bytes
	for i, n := range t.Lengths {
		if int(n) > len(rest) {
			return nil
		}
		all[i], rest = rest[:n], rest[n:]
	}
	if rest != "" {
		return nil
	}
	return all
}
