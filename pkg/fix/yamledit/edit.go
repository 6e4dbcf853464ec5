package yamledit

import (
	"errors"
	"fmt"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// maxText is how large a text may be that is edited: it is read again after every change.
const maxText = 4 << 20

// Changed is what came of changes: edits of the text that the document stands in, in its order, and the changes that are
// not made.
type Changed struct {
	Edits   []Edit
	Refused []Refused
}

// Make turns changes of a document into the smallest edits of its text. A change that the text does not allow, or that
// would change something else too, is refused and the others are made without it.
func Make(w *manifest.Written, changes []Change) (Changed, error) {
	if len(w.Text()) > maxText {
		return Changed{}, fmt.Errorf("edit %s: the file is larger than %d bytes", w.File(), maxText)
	}
	original, err := w.Value()
	if err != nil {
		return Changed{}, fmt.Errorf("edit %s: %w", w.File(), err)
	}
	changes = slices.Clone(changes)
	slices.SortStableFunc(changes, order)
	var out Changed
	for {
		goal, bad, err := goalOf(original, changes)
		if err != nil {
			changes = out.refuse(changes, bad, err.Error())
			continue
		}
		e := editor{page: newPage(w), pieces: newPieces(w.Text()), now: original, goal: goal}
		i, err := e.all(changes)
		if err == nil {
			out.Edits = e.pieces.edits()
			return out, nil
		}
		var why refusal
		if !errors.As(err, &why) {
			return Changed{}, fmt.Errorf("edit %s: %w", w.File(), err)
		}
		changes = out.refuse(changes, i, why.Error())
	}
}

// refuse takes a change, and all of its group, off the list.
func (c *Changed) refuse(changes []Change, i int, why string) (left []Change) {
	group := changes[i].Group
	for j, x := range changes {
		if j == i || group != 0 && x.Group == group {
			c.Refused = append(c.Refused, Refused{x, why})
		} else {
			left = append(left, x)
		}
	}
	return left
}

// order puts removals behind everything else, the last place first, so that no pointer moves.
func order(a, b Change) int {
	switch {
	case a.Op == Remove && b.Op == Remove:
		return behind(a.Path, b.Path)
	case a.Op == Remove:
		return 1
	case b.Op == Remove:
		return -1
	}
	return 0
}

// goalOf is the document as it is after all changes; an error is that of the change bad, which makes no sense for it.
func goalOf(original any, changes []Change) (goal any, bad int, err error) {
	goal = original
	for i, c := range changes {
		next, err := after(goal, c)
		if err != nil {
			return nil, i, err
		}
		goal = next
	}
	return goal, 0, nil
}

// editor makes one change after another.
type editor struct {
	page
	pieces    *pieces
	now, goal any
}

// all makes the changes; i is the one that cannot be made.
func (e *editor) all(changes []Change) (i int, err error) {
	for i, c := range changes {
		if err := e.change(c); err != nil {
			return i, err
		}
	}
	if !equal(e.now, e.goal) {
		return len(changes) - 1, refusal("the text would not say what was wanted")
	}
	return 0, nil
}

func (e *editor) change(c Change) error {
	if e.made(c) {
		return nil
	}
	edits, err := e.edits(c)
	if err != nil {
		return err
	}
	next := e.With(Apply(e.text, edits))
	value, err := next.Value()
	if err != nil {
		return refusal(fmt.Sprintf("the text could not be read any more: %v", err))
	}
	if !toward(e.now, value, e.goal) || equal(e.now, value) {
		return refusal("an anchor, a merge key or the layout of the text would make more of it than was wanted")
	}
	for _, x := range slices.Backward(edits) {
		e.pieces.replace(x)
	}
	e.page, e.now = newPage(next), value
	return nil
}

// made tells whether the text says already what a change wants, through an alias of what another change edited.
func (e *editor) made(c Change) bool {
	now, there := at(e.now, c.Path)
	if c.Op == Append {
		list, ok := now.([]any)
		return ok && holds(list, plain(c.Value))
	}
	goal, wanted := at(e.goal, c.Path)
	return there == wanted && equal(now, goal)
}

func (e *editor) edits(c Change) ([]Edit, error) {
	switch c.Op {
	case Remove:
		return e.remove(c)
	case Rename:
		return e.rename(c)
	default:
		return e.write(c)
	}
}
