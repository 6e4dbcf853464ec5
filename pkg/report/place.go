package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// place is a source line to show, with what is said about it.
type place struct {
	at     finding.Location
	labels []string
	// primary: the finding itself stands here.
	primary bool
}

// speakers names whose words the message of a rule is, where they are not hullcheck's own. Such a message is quoted
// below the excerpt instead of labelling it.
var speakers = map[string]string{"runtime/kubelet-refuses": "kubelet"}

// story is a finding as the text form tells it: source lines in the order of reading, then notes.
type story struct {
	places []place
	notes  []string
}

func storyOf(f finding.Finding, advice string) story {
	var s story
	if who := speakers[f.Rule]; who != "" {
		s.show(place{at: f.Location, primary: true}, "")
		s.notes = append(s.notes, who+" says: "+f.Message)
	} else {
		s.show(place{at: f.Location, primary: true}, f.Message)
	}
	for _, r := range f.Related {
		s.show(place{at: r.Location}, r.Message)
	}
	slices.SortStableFunc(s.places, func(a, b place) int { return comparePlaces(f.Location.File, a, b) })
	if advice != "" {
		s.notes = append(s.notes, advice)
	}
	if f.Fix != nil && f.Fix.Description != "" {
		s.notes = append(s.notes, "hullcheck fix can do that: "+f.Fix.Description)
	}
	return s
}

// errorStory is an error as a finding is told.
func errorStory(e finding.Error) (finding.Location, story) {
	at := finding.Location{Source: e.Source}
	if e.Location != nil {
		at = *e.Location
	}
	var s story
	if at.Line > 0 && at.Snippet != "" {
		s.show(place{at: at, primary: true}, e.Message)
	} else {
		s.notes = strings.Split(strings.TrimSpace(e.Message), "\n")
	}
	if e.Hint != "" {
		s.notes = append(s.notes, "hint: "+e.Hint)
	}
	return at, s
}

// show adds what is said about a place: to the excerpt of its line if there is one, else as a note.
func (s *story) show(p place, label string) {
	if p.at.Line == 0 || p.at.Snippet == "" {
		if label != "" {
			s.notes = append(s.notes, label+where(p))
		}
		return
	}
	for i := range s.places {
		if finding.CompareLocations(s.places[i].at, p.at) == 0 {
			s.places[i].say(label)
			return
		}
	}
	p.say(label)
	s.places = append(s.places, p)
}

func (p *place) say(label string) {
	if label != "" && !slices.Contains(p.labels, label) {
		p.labels = append(p.labels, label)
	}
}

// where says at which place a note holds, if the reader cannot tell from the heading that it stands under.
func where(p place) string {
	switch {
	case p.at.Line > 0 && p.primary:
		return fmt.Sprintf(" (line %d)", p.at.Line)
	case p.at.Line > 0:
		return fmt.Sprintf(" (%s)", position(p.at))
	case p.primary:
		return ""
	case p.at.File != "" || p.at.Source != "":
		return fmt.Sprintf(" (%s)", position(p.at))
	}
	return ""
}

// position is a location in the form that editors and terminals make a link of.
func position(at finding.Location) string {
	name := at.File
	if name == "" {
		name = at.Source
	}
	if at.Line == 0 {
		return name
	}
	if at.Column == 0 {
		return fmt.Sprintf("%s:%d", name, at.Line)
	}
	return fmt.Sprintf("%s:%d:%d", name, at.Line, at.Column)
}

// comparePlaces puts the places of the finding's own file first, each file's in the order of its lines.
func comparePlaces(own string, a, b place) int {
	if (a.at.File == own) != (b.at.File == own) {
		if a.at.File == own {
			return -1
		}
		return 1
	}
	return finding.CompareLocations(a.at, b.at)
}
