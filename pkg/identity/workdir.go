package identity

import (
	"context"
	"path"
	"strings"
)

// workingDirectory is workingDir of the container, else WORKDIR, else /. Neither is expanded.
func (j *judgement) workingDirectory() Fact[string] {
	if j.container.WorkingDir != "" {
		return Fact[string]{Value: j.container.WorkingDir, Path: j.container.Path + "/workingDir"}
	}
	if why := j.ev.missing(fieldWorkdir); why != "" {
		return unknown[string](why)
	}
	if dir := j.ev.img.Config.WorkingDir; dir != "" {
		return Fact[string]{Value: dir, Path: j.imagePath}
	}
	return Fact[string]{Value: "/", From: FromDefault}
}

// enterWorkdir makes the directory and enters it, both as root: that the container's user may not enter it does not
// matter. The answer is its physical path.
func (j *judgement) enterWorkdir(ctx context.Context, v *view) (string, *halt, error) {
	dir := j.workdir.Value
	words, unknown, err := v.mkdirAll(ctx, dir)
	switch {
	case err != nil:
		return "", nil, err
	case unknown != "":
		// Whether a directory is there is for the volume to say, and if not it is made: only what cannot be made fails.
		if j.belowWritable(v, dir) {
			return path.Clean(dir), nil, nil
		}
		return "", unsure("whether the working directory is there is not known: " + unknown), nil
	case words != "":
		return "", fail(StageStart, WorkdirInaccessible, words), nil
	}
	w, err := stat(ctx, v, superuser(), "/", dir)
	if err != nil || w.unknown != "" {
		return "", unsure(w.unknown), err
	}
	return w.path, nil, nil
}

// belowWritable tells whether the path lies in a volume whose content is not known and where root can make directories.
func (j *judgement) belowWritable(v *view, dir string) bool {
	p := path.Clean(dir)
	i := v.owner(p)
	return i != ofRoot && v.mounts[i].content == opaque && !v.mounts[i].readOnly && !v.mounts[i].magic
}

func relative(dir string) bool { return !strings.HasPrefix(dir, "/") }
