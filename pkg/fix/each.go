package fix

import (
	"context"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/fix/yamledit"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// Each gives every finding on an object the edits that resolve it alone. Edits of two findings may touch the same place: who
// makes one of them must look again before the next. Where an anchor shares the place with others, the edits are those of
// all findings of the rule together. A finding that is left, or on an object that stands in no file as it is, has none.
func Each(ctx context.Context, o *manifest.Object, images Images, findings []*finding.Finding, opts Options) error {
	written, ok := o.Written()
	if !ok {
		return nil
	}
	w, err := NewWorkload(ctx, o, images, opts)
	if err != nil {
		return err
	}
	e := each{Workload: w, written: written}
	for _, f := range findings {
		if f.Fix != nil {
			continue
		}
		if f.Fix, err = e.fix(ctx, []*finding.Finding{f}); err != nil {
			return err
		}
		if f.Fix == nil {
			if err := e.together(ctx, f.Rule, findings); err != nil {
				return err
			}
		}
	}
	return nil
}

type each struct {
	*Workload
	written *manifest.Written
}

// fix are the edits that resolve all of some findings; nil where there are none.
func (e *each) fix(ctx context.Context, findings []*finding.Finding) (*finding.Fix, error) {
	steps, err := e.Plan(ctx, findings, nil)
	if err != nil {
		return nil, err
	}
	var changes []yamledit.Change
	for _, s := range steps {
		if s.Left != "" {
			return nil, nil //nolint:nilnil // no edits is an answer
		}
		changes = append(changes, based(e.written.Base, s.Changes)...)
	}
	made, err := yamledit.Make(e.written, changes)
	if err != nil || len(made.Refused) > 0 || len(made.Edits) == 0 {
		return nil, err
	}
	out := &finding.Fix{Description: steps[0].Words}
	for _, x := range made.Edits {
		out.Edits = append(out.Edits, finding.Edit{Location: e.written.Location(x.Start, x.End), NewText: x.Text})
	}
	return out, nil
}

// together gives all findings of a rule the same edits.
func (e *each) together(ctx context.Context, rule string, findings []*finding.Finding) error {
	var alike []*finding.Finding
	for _, f := range findings {
		if f.Rule == rule {
			alike = append(alike, f)
		}
	}
	if len(alike) < 2 {
		return nil
	}
	all, err := e.fix(ctx, alike)
	if all == nil || err != nil {
		return err
	}
	for _, f := range alike {
		if f.Fix == nil {
			f.Fix = all
		}
	}
	return nil
}

// based are changes with pointers of the document that holds the object.
func based(base string, changes []yamledit.Change) []yamledit.Change {
	out := make([]yamledit.Change, len(changes))
	for i, c := range changes {
		c.Path = base + c.Path
		out[i] = c
	}
	return out
}
