package config

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// Ledger applies the exceptions of one run and remembers what became of each, to say afterwards which are no longer
// needed. It may be used from several goroutines. A webhook opens one for each request: it knows one time only, and
// remembers every object that it has met.
type Ledger struct {
	now     time.Time
	rules   []string
	mu      sync.Mutex
	config  []*entry
	entries []*entry
}

const sourceConfig = "config"

// entry is an exception, where it is written, and whether any finding asked for it.
type entry struct {
	Exception
	source  string
	at      finding.Location
	matched bool
	// covers are the lines that a comment in a Dockerfile is about.
	covers finding.Location
	// within is the JSON pointer of the pod whose template carries an annotation, "" where it is about the whole object.
	within string
}

// Annotated are the exceptions that one object carries.
type Annotated struct{ entries []*entry }

// Join adds the exceptions of another part of the same object.
func (a *Annotated) Join(other *Annotated) { a.entries = append(a.entries, other.entries...) }

// NewLedger opens a ledger for a run at the given time with the exceptions of a configuration, which may be nil. Given the
// IDs of all rules, annotations and comments that name another are Problems.
func NewLedger(c *Config, now time.Time, rules ...string) *Ledger {
	l := &Ledger{now: now, rules: rules}
	if c == nil {
		return l
	}
	for i, e := range c.Exceptions {
		l.config = append(l.config, &entry{
			Exception: e, source: sourceConfig, at: c.At(fmt.Sprintf("/exceptions/%d", i)),
		})
	}
	l.entries = append(l.entries, l.config...)
	return l
}

// Annotate reads the exceptions of annotations of one object, for the Candidates of that object; at gives the place of an
// annotation by its key. Those of a pod template are about findings within the pod, given by its JSON pointer; within "" is
// the whole object. Annotations that are not as they must be are Problems and except nothing.
func (l *Ledger) Annotate(
	annotations map[string]string, within string, at func(key string) finding.Location,
) (*Annotated, Problems) {
	found, ps := l.fromAnnotations(annotations, at)
	for _, e := range found {
		e.within = within
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = append(l.entries, found...)
	return &Annotated{entries: found}, ps
}

// Except gives the exception that takes a finding out of the count: the first that matches and has not expired, those of
// the configuration before those of the object.
func (l *Ledger) Except(c Candidate) (finding.Excepted, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out finding.Excepted
	found := false
	candidates := l.config
	if c.Annotated != nil {
		candidates = append(candidates[:len(candidates):len(candidates)], c.Annotated.entries...)
	}
	for _, e := range candidates {
		if !e.matches(c) {
			continue
		}
		e.matched = true
		if !found && !e.Expired(l.now) {
			found = true
			out = finding.Excepted{
				Finding: c.Finding, Reason: e.Reason, Expires: string(e.Expires), Source: e.source,
			}
		}
	}
	return out, found
}

// Warnings names, after all findings were asked about, the exceptions that have expired, that nothing needs, and that have
// no end. Of a part of what the configuration is about, its exceptions that nothing needed say nothing, and are left out.
func (l *Ledger) Warnings(part bool) Problems {
	l.mu.Lock()
	defer l.mu.Unlock()
	var ps Problems
	for _, e := range l.entries {
		if part && !e.matched && e.source == sourceConfig {
			continue
		}
		if message, hint := e.warning(l.now); message != "" {
			ps = append(ps, &Problem{At: e.at, Message: message, Hint: hint})
		}
	}
	return ps
}

func (e *entry) warning(now time.Time) (message, hint string) {
	name := "exception of " + e.Rule
	if e.Owner != "" {
		name += " (" + e.Owner + ")"
	}
	switch {
	case e.Expired(now) && e.matched:
		return fmt.Sprintf("%s expired on %s and no longer counts", name, e.Expires), "mend its findings, or agree on a new day"
	case e.Expired(now):
		return fmt.Sprintf("%s expired on %s, and nothing needs it", name, e.Expires), "remove it"
	case !e.matched:
		return name + " matches no finding", "remove it"
	case e.source == sourceComment:
		return "", "" // it ends with the instruction
	case e.Expires == "" && e.source == sourceAnnotation:
		return name + " has no end", "write until=YYYY-MM-DD; before the reason"
	case e.Expires == "":
		return name + " has no end", "write expires: YYYY-MM-DD"
	}
	return "", ""
}

// unknownRule says that a pattern is no rule's, where the ledger knows the rules.
func (l *Ledger) unknownRule(pattern string) (message, hint string) {
	if len(l.rules) == 0 {
		return "", ""
	}
	return unknownRule(pattern, l.rules)
}

func unknownRule(pattern string, ids []string) (message, hint string) {
	if slices.ContainsFunc(ids, func(id string) bool { return matches(pattern, id) }) {
		return "", ""
	}
	return fmt.Sprintf("no rule is called %q", pattern), didYouMean(pattern, ids)
}

// Unknown finds the rule IDs of severities and exceptions that no rule has, given all IDs. Patterns that match none are
// unknown too.
func (c *Config) Unknown(ids []string) error {
	var ps Problems
	check := func(pattern, pointer string) {
		if message, hint := unknownRule(pattern, ids); message != "" {
			ps = append(ps, &Problem{At: c.At(pointer), Message: message, Hint: hint})
		}
	}
	for id := range c.Severities {
		check(id, jsonpointer.Child("/severities", id))
	}
	for i, e := range c.Exceptions {
		check(e.Rule, fmt.Sprintf("/exceptions/%d/rule", i))
	}
	return ps.err()
}
