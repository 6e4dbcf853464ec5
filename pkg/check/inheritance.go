package check

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// inheritance spells out, for a hit on a container's field (or one that names such a field as related), which value of
// the pod that field replaced: a reader who looks at the pod's line alone would think that it holds.
func inheritance(h policy.Hit, in *input.Container, o *manifest.Object) []finding.Related {
	fields := []string{h.Path}
	for _, r := range h.Related {
		fields = append(fields, r.Path)
	}
	var out []finding.Related
	for _, c := range chains(&in.Security) {
		if !slices.Contains(fields, c.from) || slices.Contains(fields, c.overridden) {
			continue
		}
		at := o.Locate(o.WrittenAt(c.overridden))
		out = append(out, related(fmt.Sprintf("%s: %s at line %d (pod), overridden by %s at line %d (container)",
			jsonpointer.Last(c.from), c.was, at.Line, c.is, o.Locate(o.WrittenAt(c.from)).Line), at))
	}
	return out
}

// chain is a pod-level value that a container's own replaced.
type chain struct{ from, overridden, was, is string }

func chains(s *input.Security) []chain {
	return slices.Concat(
		chainOf(s.RunAsUser), chainOf(s.RunAsGroup), chainOf(s.RunAsNonRoot), chainOf(s.SeccompProfile), chainOf(s.WindowsUser),
	)
}

func chainOf[T any](s input.Setting[T]) []chain {
	if s.Overridden == nil || s.Value == nil {
		return nil
	}
	return []chain{{from: s.From, overridden: s.Overridden.From, was: word(s.Overridden.Value), is: word(*s.Value)}}
}

// word is a value as YAML would have it.
func word(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	b, err := json.Marshal(v)
	if err != nil { // only values of JSON types come here
		return fmt.Sprint(v)
	}
	return string(b)
}
