package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// inventory collects what rules that compare objects must know of each. Objects themselves are not kept: a run over a
// large repository must not hold all of it.
type inventory struct {
	// asked tells whether any rule reads the inventory, anywhere whether one is chosen that may point anywhere: the
	// built-in rules point at workloads and at tokens that are mounted, and finding a line costs as much as reading the
	// document.
	asked, anywhere bool

	mu      sync.Mutex
	entries []entry
}

// spotted is where the field at a pointer in the object stands and, for what was built, what it was built from and by.
type spotted struct {
	pointer string
	at      finding.Location
	origins []finding.Related
}

// entry is what is kept of one object.
type entry struct {
	// place orders the objects.
	place   int
	subject finding.Subject
	folder  string
	of      alternative
	origin  *origin
	// lines are the places that findings may be reported at: one, or a few.
	lines  []spotted
	object input.InventoryObject
	joined joined
}

func (e *entry) spot() spot { return spot{e.object.Namespace, e.folder, e.of} }

func newInventory(rules []finding.Rule) *inventory {
	v := &inventory{}
	for _, r := range rules {
		if r.Input == input.KindInventory {
			v.asked = true
			v.anywhere = v.anywhere || !r.Builtin
		}
	}
	return v
}

// add keeps what is to be known of an object. An error is for one that the API server would refuse.
func (v *inventory) add(o *manifest.Object, place int, from *origin, of alternative) error {
	if !v.asked {
		return nil
	}
	e := entry{
		place: place, subject: subjectOf(o), folder: filepath.Dir(o.File), of: of, origin: from,
	}
	rights, err := rbacInput(o)
	if err != nil {
		return err
	}
	if e.object, err = inventoryObject(o, &rights); err != nil {
		return err
	}
	e.object.Variant = of.name
	if e.joined, err = joinedOf(o, &rights); err != nil {
		return err
	}
	for _, pointer := range v.pointers(o, &e.object) {
		at := o.WrittenAt(pointer)
		e.lines = append(e.lines, spotted{pointer, o.Locate(at), o.Origins(at)})
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.entries = append(v.entries, e)
	return nil
}

// pointers are the places that findings on an entry may be reported at.
func (v *inventory) pointers(o *manifest.Object, in *input.InventoryObject) []string {
	if v.anywhere {
		return allPointers(in)
	}
	if len(o.Pods) == 0 {
		return nil
	}
	out := []string{in.Path}
	for i, p := range in.Pods {
		if token := o.Pods[i].Spec.AutomountServiceAccountToken; token == nil || *token {
			out = append(out, p.TokenPath)
		}
	}
	return out
}

// allPointers are the places that an entry names.
func allPointers(o *input.InventoryObject) []string {
	out := []string{o.Path}
	for _, p := range o.Pods {
		out = append(out, p.Path, p.TokenPath)
	}
	for _, r := range o.References {
		out = append(out, r.Path)
	}
	for _, s := range o.Selectors {
		out = append(out, s.Path)
	}
	return out
}

// judge evaluates the rules that read the inventory, once all objects were added. Then it forgets them.
func (v *inventory) judge(ctx context.Context, e *Engine) ([]hit, error) {
	if !v.asked {
		return nil, nil
	}
	v.arrange()
	in := input.Inventory{
		Kind: input.KindInventory, Parameters: e.world.Parameters, Objects: make([]input.InventoryObject, 0, len(v.entries)),
	}
	for i := range v.entries {
		in.Objects = append(in.Objects, v.entries[i].object)
	}
	found, err := e.compare(ctx, &in)
	bad := []error{err}
	var hits []hit
	for _, h := range found {
		placed, err := v.place(e.newHit(h), h)
		if err != nil {
			bad = append(bad, &policy.RuleError{Rule: h.Rule.ID, Err: err})
			continue
		}
		hits = append(hits, placed)
	}
	v.entries = nil
	return hits, errors.Join(bad...)
}

// compare asks each group of rules by itself: each gets the part of the inventory that it reads, and none gets all.
func (e *Engine) compare(ctx context.Context, in *input.Inventory) ([]policy.Hit, error) {
	var hits []policy.Hit
	var bad []error
	for _, g := range e.evaluator.Groups(input.KindInventory) {
		if !g.MayFire(in) {
			continue
		}
		found, err := e.evaluator.EvaluateGroup(ctx, g, in)
		hits, bad = append(hits, found...), append(bad, err)
	}
	return hits, errors.Join(bad...)
}

// arrange puts the entries into the order of the sources, joins them, and numbers them.
func (v *inventory) arrange() {
	slices.SortFunc(v.entries, func(a, b entry) int { return cmp.Compare(a.place, b.place) })
	join(v.entries)
	for i := range v.entries {
		prefix(&v.entries[i].object, objectsPointer+itoa(i))
	}
}

const objectsPointer = "/objects/"

// prefix makes pointers in an object pointers in the inventory.
func prefix(o *input.InventoryObject, at string) {
	o.Path = at
	for i := range o.Pods {
		o.Pods[i].Path, o.Pods[i].TokenPath = at+o.Pods[i].Path, at+o.Pods[i].TokenPath
	}
	for i := range o.References {
		o.References[i].Path = at + o.References[i].Path
	}
	for i := range o.Selectors {
		o.Selectors[i].Path = at + o.Selectors[i].Path
	}
}

// place gives a hit the object, and the line, that its pointer leads to.
func (v *inventory) place(out hit, h policy.Hit) (hit, error) {
	at, pointer, err := v.find(h.Path)
	if err != nil {
		return hit{}, err
	}
	out.object, out.Subject, out.origin, out.Path = at.place, at.subject, at.origin, pointer
	for _, p := range at.object.Pods {
		if own := strings.TrimPrefix(p.Path, at.object.Path); jsonpointer.Within(pointer, own) {
			out.pod = own
		}
	}
	found := at.locate(pointer)
	out.Location = found.at
	for _, r := range h.Related {
		other, pointer, err := v.find(r.Path)
		if err != nil {
			return hit{}, err
		}
		out.Related = append(out.Related, related(r.Message, other.locate(pointer).at))
	}
	out.Related = slices.Concat(out.Related, found.origins, at.of.related())
	return out, nil
}

// find splits a pointer in the inventory into the object and the pointer in it.
func (v *inventory) find(path string) (*entry, string, error) {
	index, rest, _ := strings.Cut(strings.TrimPrefix(path, objectsPointer), "/")
	i, err := strconv.Atoi(index)
	if !strings.HasPrefix(path, objectsPointer) || err != nil || i < 0 || i >= len(v.entries) {
		return nil, "", fmt.Errorf("path %q leads to no object: write /objects/N, and a pointer in the object", path)
	}
	if rest != "" {
		rest = "/" + rest
	}
	return &v.entries[i], rest, nil
}

// locate gives the line of the nearest place above the pointer that was looked up.
func (e *entry) locate(pointer string) spotted {
	for {
		i := slices.IndexFunc(e.lines, func(s spotted) bool { return s.pointer == pointer })
		switch {
		case i >= 0:
			return e.lines[i]
		case pointer == "":
			return spotted{}
		}
		pointer = pointer[:strings.LastIndexByte(pointer, '/')]
	}
}
