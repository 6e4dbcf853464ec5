package policy_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// writer writes rules at random out of all forms of expressions that are understood without evaluation, and some that are not.
type writer struct {
	*rand.Rand
	rules []string
}

func (w *writer) one(of ...string) string { return of[w.IntN(len(of))] }

// place is somewhere in a container: a string, a number, or a boolean, which may be missing.
func (w *writer) place(element string) (place, constant string) {
	number, text, boolean := fmt.Sprint(w.IntN(4)*10), w.one(`"windows"`, `"linux"`, `"secret"`, `"hunter2"`), w.one("true", "false")
	if element != "" && w.IntN(3) > 0 {
		return element + "." + w.one("container_port", "host_port"), number
	}
	index := w.one("_", "0", "1", "i")
	switch w.IntN(7) {
	case 0:
		return "input." + w.one("os", "name", "type", "image.ref"), text
	case 1:
		return "input.image." + w.one("tag", "digest") + "." + w.one("value", "unknown"), text
	case 2:
		return "input.security." + w.one("privileged", "run_as_non_root", "host_network") + ".value", boolean
	case 3:
		return "input.security." + w.one("privileged", "run_as_non_root", "run_as_user") + ".set", boolean
	case 4:
		return "input.power." + w.one("no_new_privileges", "read_only_root_filesystem"), boolean
	case 5:
		return "input.identity." + w.one("uid", "gid") + ".value", number
	default:
		return "input.ports[" + index + "]." + w.one("container_port", "host_port"), number
	}
}

func (w *writer) expression(element string) string {
	place, constant := w.place(element)
	switch w.IntN(9) {
	case 0:
		return place
	case 1, 2:
		return place + w.one(" == ", " != ") + constant
	case 3:
		return constant + w.one(" < ", " >= ", " <= ", " > ") + place
	case 4:
		return place + " in {" + constant + ", 1}"
	case 5:
		return "regex.match(" + w.one(`"^l"`, `"s"`) + ", input.os)"
	case 6:
		if len(w.rules) > 0 {
			return fmt.Sprintf("_r%d", w.IntN(len(w.rules)))
		}
		return "input.os"
	case 7:
		return "count(input." + w.one("ports", "env") + ") > 0"
	default:
		return place + " = " + w.one(constant, "input.identity.uid.value")
	}
}

// body is one to three expressions about an index, and an element of a list where it names one.
func (w *writer) body() string {
	element, lines := "", []string{w.one("some i in [0, 1, 7]", "i := 1"), "i >= 0"}
	switch w.IntN(3) {
	case 0:
		element, lines = "p", []string{"some p in input.ports", "i := 0", "i >= 0"}
	case 1:
		element, lines = "p", []string{"some i, p in input.ports", "i >= 0", "p.container_port >= 0"}
	default: // it names none
	}
	for range 1 + w.IntN(3) {
		lines = append(lines, w.one("", "", "not ")+w.expression(element))
	}
	return strings.Join(lines, "\n\t")
}

func (w *writer) module() string {
	w.rules = nil
	for i := range 1 + w.IntN(3) {
		var text string
		for range 1 + w.IntN(2) {
			text += fmt.Sprintf("_r%d%s if {\n\t%s\n}\n", i, w.one("", "", " := input.power.no_new_privileges"), w.body())
		}
		w.rules = append(w.rules, text)
	}
	deny := fmt.Sprintf("deny contains {\"msg\": \"m\", \"path\": \"\"} if {\n\t%s\n\t%s\n}\n", w.body(), w.one("", "not ")+fmt.Sprintf("_r%d", w.IntN(len(w.rules))))
	return deny + strings.Join(w.rules, "")
}

// TestRandomRules: a rule says nothing of an input of which it was seen beforehand that it cannot, and the same of inputs that
// are equal in what it was found to read.
func TestRandomRules(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	w := &writer{Rand: r}
	silenced, fired, again := 0, 0, 0
	for range 400 {
		text := w.module()
		e, err := tryRules(t, map[string]string{"r": text})
		if err != nil {
			continue // what cannot be compiled is no rule: a value that is compared with one of another type
		}
		group := e.Groups(input.KindContainer)[0]
		said := map[string]int{}
		for range 25 {
			c := new(input.Container)
			fill(r, reflect.ValueOf(c).Elem())
			hits, err := e.EvaluateGroup(t.Context(), group, c)
			if err != nil {
				continue // two values of one rule
			}
			may := group.MayFire(c)
			if len(hits) > 0 && !may {
				t.Fatalf("it fires, which it may not:\n%s\n%+v", text, c)
			}
			if !may {
				silenced++
			}
			facts := string(group.Facts(nil, c, policy.AppendText))
			if before, met := said[facts]; met {
				again++
				if before != len(hits) {
					t.Fatalf("the same facts, %d hits and %d:\n%s\n%+v", before, len(hits), text, c)
				}
			}
			said[facts] = len(hits)
			fired += len(hits)
		}
	}
	if silenced < 1000 || fired < 500 || again < 150 {
		t.Errorf("silent beforehand %d times, fired %d times, met again %d times: too few to tell anything", silenced, fired, again)
	}
}
