package dockerfile

import (
	"context"
	"fmt"
	"strings"

	"github.com/moby/buildkit/solver/pb"
	digest "github.com/opencontainers/go-digest"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
)

// walker goes through the steps of a build graph and keeps what is known of the files after each.
type walker struct {
	s        *known.Session
	c        *converter
	conv     *conversion
	steps    map[digest.Digest]*step
	outputs  map[digest.Digest][]*known.Tree
	chain    map[digest.Digest]bool // steps that make the target's own layers
	copies   []copyFact
	powers   []powerFact
	failures []failureFact
	missing  []string // of the build context
}

// step is one operation with the lines it comes from.
type step struct {
	op          *pb.Op
	digest      digest.Digest
	first, last int
	keyword     string // COPY or ADD, where the frontend notes it
}

type failureFact struct {
	step *step
	why  string
}

// where begins the reasons of a step.
func (s *step) where() string {
	if s.first == 0 {
		return "a step without a line"
	}
	return fmt.Sprintf("line %d", s.first)
}

// walk runs through a conversion's graph and returns the file system of its result.
func (c *converter) walk(ctx context.Context, conv *conversion) (*known.Tree, *walker, error) {
	w := &walker{
		s: known.NewSession(ctx, known.PredictionBudget), c: c, conv: conv,
		steps: map[digest.Digest]*step{}, outputs: map[digest.Digest][]*known.Tree{}, chain: map[digest.Digest]bool{},
	}
	order, err := w.read(conv.def)
	if err != nil {
		return nil, nil, err
	}
	if len(order) == 0 {
		return known.Empty(), w, nil
	}
	head := order[len(order)-1]
	w.mark(head)
	for _, s := range order {
		if s.op.GetOp() == nil {
			continue // the last one only names the result
		}
		if err := w.run(ctx, s); err != nil {
			return nil, nil, err
		}
	}
	tree := w.input(head, 0)
	return tree, w, w.s.Err()
}

// read decodes the steps; a definition lists a step behind those it needs.
func (w *walker) read(def *pb.Definition) ([]*step, error) {
	order := make([]*step, 0, len(def.GetDef()))
	for _, b := range def.GetDef() {
		var op pb.Op
		if err := op.UnmarshalVT(b); err != nil {
			return nil, fmt.Errorf("read build graph: %w", err)
		}
		s := &step{op: &op, digest: digest.FromBytes(b)}
		s.first, s.last = pbLines(def.GetSource().GetLocations()[s.digest.String()])
		s.keyword = "COPY"
		if name := def.GetMetadata()[s.digest.String()].GetDescription()["llb.customname"]; strings.Contains(name, "] ADD ") {
			s.keyword = "ADD"
		}
		w.steps[s.digest] = s
		order = append(order, s)
	}
	return order, nil
}

// mark finds the steps whose root file system becomes the result's.
func (w *walker) mark(head *step) {
	todo := []*step{head}
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if s == nil || w.chain[s.digest] {
			continue
		}
		w.chain[s.digest] = true
		for _, i := range rootInputs(s.op) {
			if i >= 0 && i < len(s.op.GetInputs()) {
				todo = append(todo, w.steps[digest.Digest(s.op.GetInputs()[i].GetDigest())])
			}
		}
	}
}

// rootInputs are the inputs of an operation that its result continues.
func rootInputs(op *pb.Op) []int {
	switch o := op.GetOp().(type) {
	case nil:
		return []int{0}
	case *pb.Op_Exec:
		for _, m := range o.Exec.GetMounts() {
			if m.GetDest() == "/" {
				return []int{int(m.GetInput())}
			}
		}
	case *pb.Op_File:
		for _, a := range o.File.GetActions() {
			return []int{int(a.GetInput())}
		}
	case *pb.Op_Merge:
		var all []int
		for _, i := range o.Merge.GetInputs() {
			all = append(all, int(i.GetInput()))
		}
		return all
	}
	return nil
}

// input is the tree that an input of a step brings; scratch where there is none.
func (w *walker) input(s *step, i int64) *known.Tree {
	if i < 0 || int(i) >= len(s.op.GetInputs()) {
		return known.Empty()
	}
	in := s.op.GetInputs()[i]
	out := w.outputs[digest.Digest(in.GetDigest())]
	if j := int(in.GetIndex()); j >= 0 && j < len(out) && out[j] != nil {
		return out[j]
	}
	return known.Over(known.Unread(s.where()+": what it starts from is not known"), "/")
}

func (w *walker) run(ctx context.Context, s *step) error {
	var out []*known.Tree
	switch o := s.op.GetOp().(type) {
	case *pb.Op_Source:
		t, err := w.source(ctx, s, o.Source)
		if err != nil {
			return err
		}
		out = []*known.Tree{t}
	case *pb.Op_Exec:
		out = w.exec(s, o.Exec)
	case *pb.Op_File:
		out = w.file(s, o.File)
	case *pb.Op_Merge:
		out = []*known.Tree{w.merge(s, o.Merge)}
	default:
		out = []*known.Tree{known.Over(known.Unread(s.where()+": a kind of step that is not followed"), "/")}
	}
	w.outputs[s.digest] = out
	return nil
}
