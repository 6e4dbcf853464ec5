package identity

import (
	"context"
	"path"
	"slices"
	"strings"
)

// mountList is what the runtime mounts, in its order: its own file systems, then the pod's volumes, the files that
// kubelet and runtime provide and the image's VOLUMEs, by the depth of their paths (withMounts of containerd's
// internal/cri/opts). A volume at the path of one of the runtime's own replaces it.
func (j *judgement) mountList() (system, asked []mount) {
	asked = j.volumeMounts()
	asked = j.providedFiles(asked)
	asked = append(asked, j.imageVolumes(asked)...)
	slices.SortStableFunc(asked, func(a, b mount) int { return depth(a.dest) - depth(b.dest) })
	overDev := mountsAt(asked, "/dev")
	system = slices.DeleteFunc(j.systemMounts(), func(m mount) bool {
		return mountsAt(asked, m.dest) || overDev && strings.HasPrefix(m.dest, "/dev/")
	})
	return system, asked
}

func depth(p string) int { return strings.Count(path.Clean(p), "/") }

func mountsAt(list []mount, p string) bool {
	p = path.Clean(p)
	for i := range list {
		if path.Clean(list[i].dest) == p {
			return true
		}
	}
	return false
}

// imageVolumes are the image's VOLUMEs under containerd: an anonymous volume each, with the image's content, except where
// the pod mounts at the very path. CRI-O makes directories of them, nothing more.
func (j *judgement) imageVolumes(asked []mount) []mount {
	if j.runtime == CRIO || j.ev.missing(fieldVolumes) != "" {
		return nil
	}
	var out []mount
	for _, v := range j.ev.img.Config.Volumes {
		if !mountsAt(asked, v) {
			p := path.Join("/", v)
			out = append(out, mount{dest: p, Mount: Mount{Path: p, Volume: "image VOLUME"}, content: copied})
		}
	}
	return out
}

// assemble mounts the list into a view of the image. A halt is a mount that fails.
func (j *judgement) assemble(ctx context.Context, files Files, why string) (*view, *halt, error) {
	v := &view{files: files, why: why}
	if err := j.makeVolumes(ctx, v); err != nil {
		return v, nil, err
	}
	system, asked := j.mountList()
	v.mounts = make([]mounted, 0, len(system)+len(asked))
	for _, list := range [][]mount{system, asked} {
		for _, m := range list {
			if m.magic || m.content == empty && m.Name == "" {
				// What is mounted in every container is taken to be where its path says, so that no layer is read for it.
				v.add(m, m.dest)
				continue
			}
			if h, err := v.mount(ctx, m); h != nil || err != nil {
				return v, h.at(m.source), err
			}
		}
	}
	return v, nil, nil
}

// makeVolumes makes the directories of the image's VOLUMEs under CRI-O (addImageVolumes with image_volumes = "mkdir"): what
// is missing belongs to the container's user.
func (j *judgement) makeVolumes(ctx context.Context, v *view) error {
	if j.runtime != CRIO || j.ev.missing(fieldVolumes) != "" || !j.who.uid.Known() || !j.who.gid.Known() {
		return nil
	}
	for _, volume := range j.ev.img.Config.Volumes {
		// A path that cannot be made is left to whoever needs it.
		if _, _, err := v.mkdirAll(ctx, path.Join("/", volume)); err != nil {
			return err
		}
	}
	for _, e := range v.made {
		e.UID, e.GID = j.who.uid.Value, j.who.gid.Value
	}
	return nil
}
