package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/fix"
	"github.com/hullcheck/hullcheck/pkg/fix/yamledit"
	"github.com/hullcheck/hullcheck/pkg/identity"
)

// maxRounds bounds how often everything is judged again: an edit may bring up what it had hidden, not for ever.
const maxRounds = 8

// rounds edits in memory and judges again, until nothing is left that can be edited.
type rounds struct {
	options check.Options
	fix     fix.Options
	stdin   []byte
	// before are files as they are, after as they would be.
	before, after map[string][]byte

	result *check.Result
	// made are the steps of all rounds that edit something, left those of the last one that do not.
	made, left []fix.Step
	errors     []error
	// notes are what a person should see to, beside what is edited.
	notes []finding.Related
	// patches are for objects that no file holds as they are.
	patches []fix.Patch
}

// maxStdin is how much is read of standard input, which has to be judged more than once.
const maxStdin = 64 << 20

func newRounds(e *env, o check.Options) (*rounds, error) {
	r := &rounds{options: o, fix: fixOptionsOf(o), before: map[string][]byte{}, after: map[string][]byte{}}
	if slices.Contains(o.Sources, "-") {
		var err error
		if r.stdin, err = io.ReadAll(io.LimitReader(e.stdin, maxStdin)); err != nil {
			return nil, fmt.Errorf("read standard input: %w", err)
		}
	}
	return r, nil
}

// fixOptionsOf are the assumptions under which a run judges.
func fixOptionsOf(o check.Options) fix.Options {
	return fix.Options{
		Identity:     identity.Options{Runtime: o.Runtime, KubernetesMinor: o.Selection.KubernetesMinor},
		PodTemplates: o.Manifests.PodTemplates,
	}
}

func (r *rounds) all(ctx context.Context) error {
	for range maxRounds {
		changed, err := r.one(ctx)
		if err != nil || !changed {
			return err
		}
	}
	return errors.New("each edit brings up another finding: this is a fault of hullcheck")
}

// one judges everything as it is by now and makes the edits that are left to make.
func (r *rounds) one(ctx context.Context) (changed bool, err error) {
	collected := &collector{desk: fix.NewDesk(r.fix)}
	o := r.options
	o.Stdin, o.Fixer, o.Manifests.Overlay, o.Build.Overlay = bytes.NewReader(r.stdin), collected, r.after, r.after
	if r.result, err = check.Run(ctx, o); err != nil {
		return false, err
	}
	out, err := collected.desk.Work(ctx)
	if err != nil {
		return false, err
	}
	r.errors, r.patches = out.Errors, out.Patches
	for _, d := range collected.dockerfiles {
		steps, edited, err := r.dockerfile(ctx, d)
		if err != nil {
			r.errors = append(r.errors, fmt.Errorf("edit %s: %w", d.file, err))
			continue
		}
		out.Steps, changed = append(out.Steps, steps...), changed || edited
	}
	for _, f := range out.Files {
		if err := r.edit(f); err != nil {
			r.errors = append(r.errors, err)
			continue
		}
		changed = true
	}
	r.note(out.Steps, changed)
	return changed, nil
}

// note keeps what is said of a round. What a round without edits would still write is there already and does not help.
func (r *rounds) note(steps []fix.Step, changed bool) {
	r.left = nil
	for _, s := range steps {
		switch {
		case s.Left != "":
			r.left = append(r.left, s)
		case changed:
			r.made = append(r.made, s)
		default:
			s.Left = "what could be edited is, and does not help"
			r.left = append(r.left, s)
		}
	}
}

var errNoUTF8 = errors.New("is not UTF-8 text; save it as such to have it edited")

// edit puts the edits of a file over it.
func (r *rounds) edit(f fix.File) error {
	now, err := r.now(f.Name)
	if err != nil {
		return err
	}
	text, marked := bytes.CutPrefix(now, byteOrderMark)
	if !bytes.Equal(text, f.Text) {
		return fmt.Errorf("edit %s: %w", f.Name, errNoUTF8)
	}
	text = yamledit.Apply(text, f.Edits)
	if marked {
		text = slices.Concat(byteOrderMark, text)
	}
	r.after[f.Name] = text
	return nil
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// now is a file as it is by now.
func (r *rounds) now(name string) ([]byte, error) {
	if text, edited := r.after[name]; edited {
		return text, nil
	}
	text, err := r.read(name)
	if err == nil {
		r.before[name] = text
	}
	return text, err
}

func (r *rounds) read(name string) ([]byte, error) {
	if name == "-" {
		return r.stdin, nil
	}
	return os.ReadFile(name)
}

// edited are the files that would change, by name.
func (r *rounds) edited() []edited {
	var out []edited
	for name, before := range r.before {
		if after, ok := r.after[name]; ok && !bytes.Equal(before, after) {
			out = append(out, edited{name, before, after})
		}
	}
	slices.SortFunc(out, func(a, b edited) int { return bytes.Compare([]byte(a.name), []byte(b.name)) })
	return out
}
