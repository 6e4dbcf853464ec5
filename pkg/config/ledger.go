package config

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Ledger applies the exceptions of one run and remembers what became of each, to say afterwards which are no longer
// needed. It may be used from several goroutines.
type Ledger struct {
	now     time.Time
	mu      sync.Mutex
	config  []*entry
	entries []*entry
}

// entry is an exception, where it is written, and whether any finding asked for it.
type entry struct {
	Exception
	source  string
	at      finding.Location
	matched bool
	// covers are the lines that a comment in a Dockerfile is about.
	covers finding.Location
}

// Annotated are the exceptions that one object carries.
type Annotated struct{ entries []*entry }

// NewLedger opens a ledger for a run at the given time with the exceptions of a configuration, which may be nil.
func NewLedger(c *Config, now time.Time) *Ledger {
	l := &Ledger{now: now}
	if c == nil {
		return l
	}
	for i, e := range c.Exceptions {
		l.config = append(l.config, &entry{
			Exception: e, source: "config", at: c.At(fmt.Sprintf("/exceptions/%d", i)),
		})
	}
	l.entries = append(l.entries, l.config...)
	return l
}

// Annotate reads the exceptions of one object's annotations, for the Candidates of that object; at gives the place of an
// annotation by its key. Annotations that are not as they must be are Problems and except nothing.
func (l *Ledger) Annotate(annotations map[string]string, at func(key string) finding.Location) (*Annotated, Problems) {
	found, ps := fromAnnotations(annotations, at)
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
// no end.
func (l *Ledger) Warnings() Problems {
	l.mu.Lock()
	defer l.mu.Unlock()
	var ps Problems
	for _, e := range l.entries {
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

// Unknown finds the rule IDs of severities and exceptions that no rule has, given all IDs. Patterns that match none are
// unknown too.
func (c *Config) Unknown(ids []string) error {
	var ps Problems
	check := func(pattern, pointer string) {
		for _, id := range ids {
			if matches(pattern, id) {
				return
			}
		}
		ps = append(ps, &Problem{
			At: c.At(pointer), Message: fmt.Sprintf("no rule is called %q", pattern), Hint: didYouMean(pattern, ids),
		})
	}
	for id := range c.Severities {
		check(id, "/severities/"+strings.ReplaceAll(id, "/", "~1"))
	}
	for i, e := range c.Exceptions {
		check(e.Rule, fmt.Sprintf("/exceptions/%d/rule", i))
	}
	return ps.err()
}
