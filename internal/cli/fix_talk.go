package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/fix"
)

// talk says on standard error what could not be judged, what nobody has verified of the edits, and what is left.
func (r *rounds) talk(e *env) {
	for _, f := range r.result.Errors {
		e.fail(withHint(errors.New(place(f)+f.Message), f.Hint))
	}
	for _, err := range r.errors {
		e.fail(err)
	}
	var unverified, left remarks
	for _, s := range r.made {
		if s.Unverified != "" {
			unverified.add(s.Words+": not verified "+s.Unverified, s.Finding.Location)
		}
	}
	for _, n := range r.notes {
		unverified.add(n.Message, n.Location)
	}
	for _, s := range r.left {
		left.add(fmt.Sprintf("left: %s: %s", s.Finding.Rule, s.Left), s.Finding.Location)
	}
	unverified.say(e)
	left.say(e)
	for _, p := range r.patches {
		e.note("%s: to do that for %s, list this under patches:", p.File, p.Object)
		e.quote(p.Text)
	}
	if n := len(r.edited()); n > 0 {
		e.note("%s resolved in %s, %d left", counted(resolved(r.made), "finding"), counted(n, "file"), len(r.result.Findings))
		return
	}
	e.note("nothing to edit, %s left", counted(len(r.result.Findings), "finding"))
	noteNothing(e, r.result.Report)
}

// resolved counts findings once, though a later round may touch one again.
func resolved(made []fix.Step) int {
	seen := map[string]bool{}
	for _, s := range made {
		f := s.Finding
		seen[strings.Join([]string{f.Rule, f.Location.File, f.Subject.Kind, f.Subject.Namespace, f.Subject.Name, f.Path}, "\x00")] = true
	}
	return len(seen)
}

// remarks are messages with the places that each is about, in the order in which they came.
type remarks struct {
	order  []string
	places map[string][]string
}

func (r *remarks) add(text string, at finding.Location) {
	if r.places == nil {
		r.places = map[string][]string{}
	}
	if _, met := r.places[text]; !met {
		r.order = append(r.order, text)
	}
	where := at.File
	if where == "" {
		where = at.Source
	}
	if at.Line > 0 {
		where = fmt.Sprintf("%s:%d", where, at.Line)
	}
	if !slices.Contains(r.places[text], where) {
		r.places[text] = append(r.places[text], where)
	}
}

// shownPlaces is how many places are named; the others are counted.
const shownPlaces = 3

func (r *remarks) say(e *env) {
	for _, text := range r.order {
		at := r.places[text]
		where := strings.Join(at[:min(len(at), shownPlaces)], ", ")
		if more := len(at) - shownPlaces; more > 0 {
			where += fmt.Sprintf(" and %d more", more)
		}
		e.note("%s: %s", where, text)
	}
}
