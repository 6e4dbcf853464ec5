package identity

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// usual are directories for what a program writes while it runs.
var usual = []string{"/tmp", "/var/tmp", "/run", "/var/run", "/var/cache", "/var/log"}

// candidate is a directory that the program may write to, and why that is likely.
type candidate struct{ path, evidence string }

// likelyWrites are directories that the program could write to if the root file system were not read-only, and probably
// does: those that an image keeps for writing, and, where all of the image may be read, those that belong to the user.
func (j *judgement) likelyWrites(ctx context.Context, r *run) ([]LikelyWrite, string, error) {
	out := []LikelyWrite{}
	if !j.security.ReadOnlyRootFilesystem.Value {
		return out, "", nil
	}
	w := j.writerOf(r)
	if w == nil {
		return out, r.afterUnknown, nil
	}
	// The question is what would be written, so the root counts as writable here.
	w.rootReadOnly = false
	candidates, unknown, err := j.candidates(ctx, r)
	if err != nil {
		return out, unknown, err
	}
	for _, c := range candidates {
		at, why, err := j.uncovered(ctx, w, c.path)
		if err != nil {
			return out, unknown, err
		}
		unknown = cmp.Or(unknown, why)
		if at == "" || slices.ContainsFunc(out, func(o LikelyWrite) bool { return within(at, o.Path) }) {
			continue
		}
		out = append(out, LikelyWrite{Path: at, Evidence: c.evidence, Volume: j.volumeName(at)})
	}
	slices.SortFunc(out, func(a, b LikelyWrite) int { return cmp.Compare(a.Path, b.Path) })
	return out, unknown, nil
}

// uncovered is the physical path of a directory in the image's own file system that the process may write to; "" for any
// other. The root directory itself cannot be covered by a mount.
func (j *judgement) uncovered(ctx context.Context, w *writer, p string) (at, unknown string, err error) {
	d, err := stat(ctx, w.view, w.cred, "/", p)
	if err != nil || !d.isDir() || d.path == "/" || w.view.owner(d.path) != ofRoot {
		return "", d.unknown, err
	}
	e, why, err := w.create(ctx, "/", d.path)
	if e != "" || why != "" {
		return "", why, err
	}
	return d.path, "", err
}

func (j *judgement) candidates(ctx context.Context, r *run) ([]candidate, string, error) {
	var out []candidate
	for _, p := range usual {
		out = append(out, candidate{p, "written to by many programs"})
	}
	if j.ev.missing(fieldVolumes) == "" {
		for _, v := range j.ev.img.Config.Volumes {
			out = append(out, candidate{path.Join("/", v), "VOLUME of the image"})
		}
	}
	if r.cwd.Known() {
		out = append(out, candidate{r.cwd.Value, "working directory"})
	}
	if home, err := j.home(ctx); err != nil {
		return out, "", err
	} else if home.Known() && home.Value != "" && r.after.euid != 0 {
		out = append(out, candidate{home.Value, "HOME"})
	}
	owned, unknown, err := j.owned(ctx, r.after.euid)
	return append(out, owned...), unknown, err
}

// owned are the directories of the image that belong to the user. Root owns nearly all, which says nothing.
func (j *judgement) owned(ctx context.Context, uid int64) ([]candidate, string, error) {
	files, _ := j.ev.files(finding.EvidenceTree)
	if files == nil || uid == 0 {
		return nil, "", nil
	}
	var out []candidate
	unknown, err := files.Walk(ctx, func(e rootfs.Entry) error {
		if e.Type == rootfs.Directory && e.UID == uid {
			out = append(out, candidate{e.Path, fmt.Sprintf("owned by uid %d", uid)})
		}
		return nil
	})
	return out, unknown, err
}

// volumeName makes a name for a volume out of the path: a DNS label that the pod does not use yet.
func (j *judgement) volumeName(p string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(strings.Trim(p, "/")) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteRune(c)
		} else {
			b.WriteByte('-')
		}
	}
	name := strings.Trim(b.String(), "-")
	if len(name) > 59 {
		name = strings.Trim(name[len(name)-59:], "-")
	}
	if name == "" {
		name = "data"
	}
	free := name
	for n := 2; volumeOf(j.pod.Spec, free) != nil; n++ {
		free = fmt.Sprintf("%s-%d", name, n)
	}
	return free
}
