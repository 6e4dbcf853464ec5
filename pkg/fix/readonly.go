package fix

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/fix/yamledit"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

const temporary = "/tmp"

// readOnlyRoot makes the root file system read-only, and mounts an emptyDir on /tmp and wherever the program is likely to
// write.
func readOnlyRoot(ctx context.Context, t *target) (proposal, error) {
	c := candidate{
		changes: []yamledit.Change{inContainer(t.containerOf(), "readOnlyRootFilesystem", true)},
		words:   "set readOnlyRootFilesystem: true",
	}
	wanted := []string{temporary}
	why := t.unread()
	if why == "" {
		next, err := t.with(ctx, c.changes)
		if err != nil {
			return leave(err.Error()), nil
		}
		likely, err := (&target{Workload: next, finding: t.finding, pod: t.pod, container: t.container}).likely(ctx)
		if err != nil {
			return proposal{}, err
		}
		wanted = append(wanted, likely...)
	} else {
		c.unverified = "that the program writes to /tmp only: " + why
	}
	c, hidden, err := t.mount(ctx, c, wanted)
	if err != nil {
		return proposal{}, err
	}
	if hidden != "" {
		c.unverified = "that the program does not write to " + hidden
	}
	return propose(c), nil
}

// writePaths mounts an emptyDir wherever the program is likely to write and cannot.
func writePaths(ctx context.Context, t *target) (proposal, error) {
	likely, err := t.likely(ctx)
	if err != nil {
		return proposal{}, err
	}
	c, hidden, err := t.mount(ctx, candidate{}, likely)
	switch {
	case err != nil:
		return proposal{}, err
	case hidden != "":
		return leave("an emptyDir would hide what the image has in " + hidden + "; mount one where the program really writes"), nil
	case len(c.changes) == 0:
		return leave("something is mounted there by now"), nil
	}
	c.words = strings.TrimPrefix(c.words, ", and ")
	return propose(c), nil
}

// likely are the paths that the container is likely to write to, on any platform. An image on this machine is asked for all
// of its folders.
func (t *target) likely(ctx context.Context) ([]string, error) {
	var out []string
	opts := t.opts.Identity
	for _, g := range t.given(t.pod, t.container) {
		opts.Evidence = finding.EvidenceEntrypoint
		if onDisk(g) {
			opts.Evidence = finding.EvidenceTree
		}
		r, err := identity.Judge(ctx, identity.Request{Pod: t.podOf(), Container: t.containerOf(), Given: g}, opts)
		if err != nil {
			return nil, fmt.Errorf("judge %s: %w", t.containerOf().Path, err)
		}
		for _, w := range r.Power.LikelyWrites {
			if !slices.Contains(out, w.Path) {
				out = append(out, w.Path)
			}
		}
	}
	return out, nil
}

// onDisk tells whether all of an image's files are at hand: to read every layer of another one would cost too much.
func onDisk(g identity.Given) bool {
	return g.Image != nil && g.Image.Files != nil && !strings.HasPrefix(g.Image.Source, "registry:")
}

// mount adds an emptyDir for each path on which none is mounted. hidden are those of them that hold what the program
// needs, and so cannot be covered.
func (t *target) mount(ctx context.Context, c candidate, paths []string) (out candidate, hidden string, err error) {
	names := t.volumeNames()
	var covered, left []string
	for _, p := range paths {
		if t.mounted(p) || slices.Contains(covered, p) {
			continue
		}
		full, err := t.holdsFiles(ctx, p)
		switch {
		case err != nil:
			return c, "", err
		case full:
			left = append(left, p)
			continue
		}
		name := freeName(p, names)
		names, covered = append(names, name), append(covered, p)
		c.changes = append(c.changes,
			yamledit.Change{Op: yamledit.Append, Path: t.podOf().SpecPath + "/volumes", Value: yamledit.Map{
				{Key: "name", Value: name}, {Key: "emptyDir", Value: yamledit.Map{}},
			}},
			yamledit.Change{Op: yamledit.Append, Path: t.containerOf().Path + "/volumeMounts", Value: yamledit.Map{
				{Key: "name", Value: name}, {Key: "mountPath", Value: p},
			}})
	}
	if len(covered) > 0 {
		c.words += ", and mount an emptyDir on " + strings.Join(covered, ", ")
	}
	return c, strings.Join(left, ", "), nil
}

// mounted tells whether a volume is mounted at a path, or above it.
func (t *target) mounted(p string) bool {
	for _, m := range t.containerOf().VolumeMounts {
		at := path.Clean("/" + m.MountPath)
		if p == at || strings.HasPrefix(p, at+"/") {
			return true
		}
	}
	return false
}

var errFull = errors.New("holds something")

// holdsFiles tells whether a mount over p would hide what the program needs: the program itself, its working directory or,
// where all of the image's files are at hand, any file.
func (t *target) holdsFiles(ctx context.Context, p string) (bool, error) {
	for k, g := range t.given(t.pod, t.container) {
		if g.Image == nil {
			continue
		}
		r := t.results()[k]
		if below(r.Start.Program, p) || below(t.workingDir(g), p) && p != temporary {
			return true, nil
		}
		if full, err := fullOnDisk(ctx, g, p); full || err != nil {
			return full, err
		}
	}
	return false, nil
}

func (t *target) workingDir(g identity.Given) string {
	dir := t.containerOf().WorkingDir
	if dir == "" {
		dir = g.Image.Config.WorkingDir
	}
	if dir == "" {
		return ""
	}
	return path.Clean(path.Join("/", dir))
}

func below(p, parent string) bool { return p == parent || strings.HasPrefix(p, parent+"/") }

// fullOnDisk tells of an image whose files are at hand whether it has some in a folder.
func fullOnDisk(ctx context.Context, g identity.Given, p string) (bool, error) {
	if !onDisk(g) {
		return false, nil
	}
	_, err := g.Image.Files.Walk(ctx, func(e rootfs.Entry) error {
		if e.Type != rootfs.Directory && strings.HasPrefix(e.Path, p+"/") {
			return errFull
		}
		return nil
	})
	switch {
	case errors.Is(err, errFull):
		return true, nil
	case err != nil:
		return false, fmt.Errorf("look into %s of the image: %w", p, err)
	}
	return false, nil
}

// volumeNames are those that a new volume of the pod must not have: claims of a StatefulSet count.
func (t *target) volumeNames() []string {
	var out []string
	for _, v := range t.podOf().Spec.Volumes {
		out = append(out, v.Name)
	}
	claims, _ := jsonpointer.At(t.object.Value(), "/spec/volumeClaimTemplates").([]any)
	for _, c := range claims {
		if name, ok := jsonpointer.At(c, "/metadata/name").(string); ok {
			out = append(out, name)
		}
	}
	return out
}

// freeName makes a DNS label out of a path that no volume has.
func freeName(p string, taken []string) string {
	base := strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(p)), "-")
	base = strings.Trim(base[max(0, len(base)-59):], "-")
	if base == "" {
		base = "data"
	}
	name := base
	for n := 2; slices.Contains(taken, name); n++ {
		name = fmt.Sprintf("%s-%d", base, n)
	}
	return name
}
