package fix

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/fix/yamledit"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// Desk collects the workloads of a run and edits them together: objects of one document share its anchors, and documents
// of one file its text.
type Desk struct {
	opts      Options
	documents map[place]*document
	unwritten []*task
}

// place is where a document begins.
type place struct {
	file  string
	start int
}

type document struct {
	written *manifest.Written
	tasks   []*task
}

// task is one workload with the findings to resolve.
type task struct {
	*Workload
	base     string
	findings []*finding.Finding
}

// NewDesk is a desk with nothing on it.
func NewDesk(opts Options) *Desk { return &Desk{opts: opts, documents: map[place]*document{}} }

// Add puts an object on the desk. One that is there already, under another name of its file, is left out.
func (d *Desk) Add(ctx context.Context, o *manifest.Object, images Images, findings []*finding.Finding) error {
	w, err := NewWorkload(ctx, o, images, d.opts)
	if err != nil {
		return err
	}
	t := &task{Workload: w, findings: findings}
	written, ok := o.Written()
	if !ok {
		d.unwritten = append(d.unwritten, t)
		return nil
	}
	t.base = written.Base
	start, _ := written.Span()
	at := place{canonical(written.File()), start}
	doc := d.documents[at]
	if doc == nil {
		doc = &document{written: written}
		d.documents[at] = doc
	}
	if !slices.ContainsFunc(doc.tasks, func(o *task) bool { return o.base == t.base }) {
		doc.tasks = append(doc.tasks, t)
	}
	return nil
}

// canonical is one name for all names of a file.
func canonical(file string) string {
	if abs, err := filepath.Abs(file); err == nil {
		file = abs
	}
	if target, err := filepath.EvalSymlinks(file); err == nil {
		return target
	}
	return file
}

// File are the edits of one file, in the order of its text, which is without a byte order mark.
type File struct {
	Name  string
	Text  []byte
	Edits []yamledit.Edit
}

// Outcome is what came of all that is on a desk.
type Outcome struct {
	Files []File
	Steps []Step
	// Patches are for objects that no file holds as they are.
	Patches []Patch
	// Errors are about files whose text cannot be edited.
	Errors []error
}

// Work edits all documents. It is called once.
func (d *Desk) Work(ctx context.Context) (Outcome, error) {
	var out Outcome
	files := map[string]*File{}
	for _, at := range d.order() {
		doc := d.documents[at]
		steps, edits, err := doc.work(ctx)
		switch {
		case ctx.Err() != nil:
			return out, ctx.Err()
		case err != nil:
			out.Errors = append(out.Errors, err)
			continue
		}
		out.Steps = append(out.Steps, steps...)
		if len(edits) == 0 {
			continue
		}
		f := files[at.file]
		if f == nil {
			f = &File{Name: doc.written.File(), Text: doc.written.Text()}
			files[at.file] = f
		}
		f.Edits = append(f.Edits, edits...)
	}
	for _, t := range d.unwritten {
		steps, patch, err := t.advise(ctx)
		if err != nil {
			return out, err
		}
		out.Steps = append(out.Steps, steps...)
		if patch.Text != "" {
			out.Patches = append(out.Patches, patch)
		}
	}
	for _, f := range files {
		out.Files = append(out.Files, *f)
	}
	slices.SortFunc(out.Files, func(a, b File) int { return cmp.Compare(a.Name, b.Name) })
	return out, nil
}

func (d *Desk) order() []place {
	var all []place
	for at := range d.documents {
		all = append(all, at)
	}
	slices.SortFunc(all, func(a, b place) int { return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.start, b.start)) })
	return all
}

// work plans and edits, and plans again without what the text refuses: what rests on it may be no good then.
func (d *document) work(ctx context.Context) ([]Step, []yamledit.Edit, error) {
	without := map[*finding.Finding]string{}
	for {
		steps, changes, err := d.plan(ctx, without)
		if err != nil {
			return nil, nil, err
		}
		made, err := yamledit.Make(d.written, changes)
		if err != nil {
			return nil, nil, err
		}
		if len(made.Refused) == 0 {
			return steps, made.Edits, nil
		}
		for _, r := range made.Refused {
			without[steps[r.Change.Group-1].Finding] = r.Reason
		}
	}
}

// plan are the steps of all tasks; the group of a change is the number of its step.
func (d *document) plan(ctx context.Context, without map[*finding.Finding]string) ([]Step, []yamledit.Change, error) {
	var steps []Step
	var changes []yamledit.Change
	for _, t := range d.tasks {
		planned, err := t.Plan(ctx, t.findings, without)
		if err != nil {
			return nil, nil, err
		}
		for _, s := range planned {
			steps = append(steps, s)
			for _, c := range based(t.base, s.Changes) {
				c.Group = len(steps)
				changes = append(changes, c)
			}
		}
	}
	return steps, changes, nil
}

// Patch is a strategic merge patch of an object, for the kustomization that builds it.
type Patch struct {
	// File is the kustomization; Object names the object by kind and name.
	File, Object string
	Text         string
}

// advise says of an object that is built or rendered what is to be written by hand, and, for Kustomize, the patch that does
// it. The place of each finding is that in the file that holds the field.
func (t *task) advise(ctx context.Context) ([]Step, Patch, error) {
	steps, err := t.Plan(ctx, t.findings, nil)
	if err != nil {
		return nil, Patch{}, err
	}
	var changes []yamledit.Change
	for i := range steps {
		if s := &steps[i]; s.Left == "" {
			changes = append(changes, s.Changes...)
			s.Left = "the object is built or rendered, so edit what it is made of: " + s.Words
			s.Changes = nil
		}
	}
	out := Patch{File: t.object.File, Object: t.object.Kind + " " + t.object.Name}
	if !strings.HasPrefix(strings.ToLower(filepath.Base(out.File)), "kustomization") || len(changes) == 0 {
		return steps, out, nil
	}
	value, err := yamledit.Model(t.object.Value(), changes)
	after, ok := value.(map[string]any)
	if err != nil || !ok {
		return steps, out, err
	}
	out.Text = patchOf(t.object, changes, after)
	return steps, out, nil
}
