package dockerfile_test

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// verdict is what the comparison of one case says.
type verdict struct {
	reasons              []string // of unknown files
	wrong                []string
	userUnknown          bool
	passwdUnknown        bool
	files, filesUnknown  int
	unknownPasswdBecause string
}

// compare holds a prediction against the image that was built.
func compare(p *dockerfile.Prediction, built v1.Image, s *store) (verdict, error) {
	var v verdict
	file, err := built.ConfigFile()
	if err != nil {
		return v, err
	}
	v.config(p.Image.Config, config(file))
	got, err := unpack(built, s)
	if err != nil {
		return v, err
	}
	for _, name := range []string{"/etc/passwd", "/etc/group"} {
		if err := v.accounts(p.Image, name, got); err != nil {
			return v, err
		}
	}
	return v, v.tree(p.Image, got)
}

func (v *verdict) say(format string, args ...any) {
	v.wrong = append(v.wrong, fmt.Sprintf(format, args...))
}

// config compares every field that is not unknown.
func (v *verdict) config(want, got image.Config) {
	known := func(field string) bool { return want.Unknown[field] == "" }
	v.userUnknown = !known("user")
	if known("user") && want.User != got.User {
		v.say("user: predicted %q, built %q", want.User, got.User)
	}
	if known("workdir") && want.WorkingDir != got.WorkingDir {
		v.say("workdir: predicted %q, built %q", want.WorkingDir, got.WorkingDir)
	}
	for field, lists := range map[string][2][]string{
		"entrypoint": {want.Entrypoint, got.Entrypoint}, "cmd": {want.Cmd, got.Cmd},
		"volumes": {want.Volumes, got.Volumes}, "ports": {want.ExposedPorts, got.ExposedPorts}, "env": {want.Env, got.Env},
	} {
		if known(field) && !slices.Equal(lists[0], lists[1]) {
			v.say("%s: predicted %q, built %q", field, lists[0], lists[1])
		}
	}
	if len(want.Labels) != len(got.Labels) {
		v.say("labels: predicted %q, built %q", want.Labels, got.Labels)
	}
	for i, h := range want.History {
		if i >= len(got.History) || h.CreatedBy != got.History[i].CreatedBy || h.EmptyLayer != got.History[i].EmptyLayer {
			v.say("history %d: predicted %+v", i, h)
			break
		}
	}
}

// accounts compares passwd or group: all of it where all is known, else the lines that are said to be certain.
func (v *verdict) accounts(img *image.Image, name string, got map[string]entry) error {
	c, err := img.Files.Read(context.Background(), name, 10<<20)
	built, there := got[name]
	if errors.Is(err, rootfs.ErrNotRegular) {
		if there {
			v.say("%s: predicted to be absent, built %q", name, built.data)
		}
		return nil
	}
	if err != nil {
		return err
	}
	if c.Unknown == "" {
		if !there || string(c.Data) != built.data {
			v.say("%s: predicted\n%s\nbuilt\n%s", name, c.Data, built.data)
		}
		return nil
	}
	if name == "/etc/passwd" {
		v.passwdUnknown, v.unknownPasswdBecause = true, c.Unknown
	}
	for l := range strings.Lines(string(c.Data)) {
		if !firstOf(built.data, l) {
			v.say("%s: predicted the line %q, built\n%s", name, l, built.data)
		}
	}
	return nil
}

// firstOf tells whether a line is in a file, the first of its name and of its id.
func firstOf(data, line string) bool {
	want := strings.Split(line, ":")
	for l := range strings.Lines(data) {
		if l == line {
			return true
		}
		f := strings.Split(l, ":")
		if len(f) > 2 && len(want) > 2 && f[0] == want[0] {
			return false
		}
	}
	return false
}

// tree compares every file that the build itself made or changed.
func (v *verdict) tree(img *image.Image, got map[string]entry) error {
	for name, built := range got {
		if !built.own || strings.HasPrefix(name, "/proc") || strings.HasPrefix(name, "/sys") || strings.HasPrefix(name, "/dev") {
			continue
		}
		a, err := img.Files.Lookup(context.Background(), name)
		if err != nil {
			return err
		}
		v.files++
		switch {
		case a.Unknown != "":
			v.filesUnknown++
			v.reasons = append(v.reasons, name+": "+a.Unknown)
		case a.Entry == nil:
			v.say("%s: predicted to be absent, built %s", name, built)
		case show(a.Entry) != built.String():
			v.say("%s: predicted %s, built %s", name, show(a.Entry), built)
		}
	}
	return nil
}

func show(e *rootfs.Entry) string {
	return fmt.Sprintf("%s %04o %d:%d %s", e.Type, e.Mode, e.UID, e.GID, e.Link)
}

// entry is one file of the built image.
type entry struct {
	header *tar.Header
	data   string // of passwd and group
	own    bool   // from a layer that the build made
}

func (e entry) String() string {
	kind := map[byte]string{tar.TypeReg: "file", tar.TypeDir: "dir", tar.TypeSymlink: "symlink"}[e.header.Typeflag]
	mode := e.header.Mode & 0o7777
	link := ""
	if kind == "symlink" {
		link, mode = e.header.Linkname, 0o777
	}
	return fmt.Sprintf("%s %04o %d:%d %s", kind, mode, e.header.Uid, e.header.Gid, link)
}

// unpack merges the layers of an image, whiteouts and hard links included, written apart from the code under test.
func unpack(img v1.Image, s *store) (map[string]entry, error) {
	layers, err := img.Layers()
	if err != nil {
		return nil, err
	}
	out := map[string]entry{}
	for _, l := range layers {
		id, err := l.DiffID()
		if err != nil {
			return nil, err
		}
		list, base := s.layers[id.String()]
		if !base {
			if list, err = entries(l); err != nil {
				return nil, err
			}
		}
		for _, e := range list {
			apply(out, e, !base)
		}
	}
	return out, nil
}

// tarEntry is one entry of a layer, with the content of what may be passwd or group.
type tarEntry struct {
	header *tar.Header
	data   string
}

// entries reads a layer.
func entries(l v1.Layer) ([]tarEntry, error) {
	u, err := l.Uncompressed()
	if err != nil {
		return nil, err
	}
	var out []tarEntry
	for r := tar.NewReader(u); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out, u.Close()
		}
		if err != nil {
			return nil, err
		}
		e := tarEntry{header: h}
		if h.Size < 1<<20 && strings.Contains(h.Name, "etc/") {
			b, err := io.ReadAll(r)
			if err != nil {
				return nil, err
			}
			e.data = string(b)
		}
		out = append(out, e)
	}
}

func apply(out map[string]entry, t tarEntry, own bool) {
	name := path.Clean("/" + t.header.Name)
	dir, base := path.Split(name)
	if gone, ok := strings.CutPrefix(base, ".wh."); ok {
		remove(out, path.Join(dir, gone), gone == ".wh..opq")
		return
	}
	e := entry{header: t.header, data: t.data, own: own}
	if t.header.Typeflag == tar.TypeLink {
		target := out[path.Clean("/"+t.header.Linkname)]
		e.header, e.data = target.header, target.data
	} else if old, ok := out[name]; ok && t.header.Typeflag != tar.TypeDir && old.header.Typeflag == tar.TypeDir {
		remove(out, name, false)
	}
	out[name] = e
}

func remove(out map[string]entry, name string, opaque bool) {
	if opaque {
		name = path.Dir(name)
	}
	for p := range out {
		if strings.HasPrefix(p, name+"/") || p == name && !opaque {
			delete(out, p)
		}
	}
}
