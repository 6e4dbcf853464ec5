package config

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// AnnotationPrefix is what the key of an exception on an object begins with. The rule's ID follows with a dot for its
// slash, as a key has one slash only: hullcheck.dev/except.workload.read-only-root-filesystem.
const AnnotationPrefix = "hullcheck.dev/except."

const sourceAnnotation = "annotation"

var ruleID = regexp.MustCompile(`^[a-z0-9-]+/[a-zA-Z0-9-]+$`)

// fromAnnotations reads exceptions in the order of their keys. A value is "until=2027-01-31; owner=team; reason", where
// only the reason must be there; container=NAME narrows the exception to one container.
func (l *Ledger) fromAnnotations(annotations map[string]string, at func(key string) finding.Location) ([]*entry, Problems) {
	var out []*entry
	var ps Problems
	for _, key := range slices.Sorted(maps.Keys(annotations)) {
		name, ok := strings.CutPrefix(key, AnnotationPrefix)
		if !ok {
			continue
		}
		e, message, hint := parseAnnotation(name, annotations[key])
		if message == "" {
			message, hint = l.unknownRule(e.Rule)
		}
		if message != "" {
			ps = append(ps, &Problem{At: at(key), Message: "annotation " + key + ": " + message, Hint: hint})
			continue
		}
		out = append(out, &entry{Exception: e, source: sourceAnnotation, at: at(key)})
	}
	return out, ps
}

func parseAnnotation(name, value string) (e Exception, message, hint string) {
	const form = "write until=YYYY-MM-DD; and the reason"
	e.Rule = strings.Replace(name, ".", "/", 1)
	if !ruleID.MatchString(e.Rule) {
		return e, "no rule can be called " + e.Rule, "write the rule's ID with a dot for its slash, such as workload.privileged"
	}
	var reason []string
	for _, part := range strings.Split(value, ";") {
		part = strings.TrimSpace(part)
		key, v, ok := strings.Cut(part, "=")
		switch {
		case ok && key == "until":
			e.Expires = Date(v)
		case ok && key == "owner":
			e.Owner = v
		case ok && key == "container":
			e.Container = v
		case part != "":
			reason = append(reason, part)
		}
	}
	e.Reason = strings.Join(reason, "; ")
	switch {
	case e.Reason == "":
		return e, "the reason is missing", form
	case e.Expires != "" && !e.Expires.valid():
		return e, "until=" + string(e.Expires) + " is no day", form
	}
	return e, "", ""
}
