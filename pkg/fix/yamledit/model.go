package yamledit

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// plain turns a value to write into what decoding it gives.
func plain(v any) any {
	switch v := v.(type) {
	case Map:
		m := make(map[string]any, len(v))
		for _, e := range v {
			m[e.Key] = plain(e.Value)
		}
		return m
	case []any:
		l := make([]any, len(v))
		for i, e := range v {
			l[i] = plain(e)
		}
		return l
	case int64:
		return json.Number(strconv.FormatInt(v, 10))
	}
	return v
}

// after gives the document as it is after a change; v itself stays as it is.
func after(v any, c Change) (any, error) { return edited(v, jsonpointer.Steps(c.Path), c) }

func edited(v any, path []string, c Change) (any, error) {
	if len(path) == 0 {
		return atTarget(v, c)
	}
	step, last := path[0], len(path) == 1
	switch v := v.(type) {
	case nil:
		if c.Op == Remove || c.Op == Rename {
			return nil, refusal("there is no " + strconv.Quote(step))
		}
		inner, err := edited(nil, path[1:], c)
		return map[string]any{step: inner}, err
	case map[string]any:
		old, has := v[step]
		out := maps.Clone(v)
		switch {
		case !has && (c.Op == Remove || c.Op == Rename):
			return nil, refusal("there is no " + strconv.Quote(step))
		case last && c.Op == Remove:
			delete(out, step)
			return out, nil
		case last && c.Op == Rename:
			if _, taken := v[c.Name]; taken {
				return nil, refusal(fmt.Sprintf("%s is written already", c.Name))
			}
			delete(out, step)
			out[c.Name] = old
			return out, nil
		}
		inner, err := edited(old, path[1:], c)
		out[step] = inner
		return out, err
	case []any:
		i, ok := jsonpointer.Index(step, len(v))
		if !ok {
			return nil, refusal(fmt.Sprintf("the list has no element %s", step))
		}
		if last && c.Op == Remove {
			return slices.Delete(slices.Clone(v), i, i+1), nil
		}
		out := slices.Clone(v)
		inner, err := edited(v[i], path[1:], c)
		out[i] = inner
		return out, err
	}
	return nil, refusal(fmt.Sprintf("%q cannot be written below a value that is no mapping", step))
}

func atTarget(v any, c Change) (any, error) {
	value := plain(c.Value)
	switch c.Op {
	case Set:
		if !replaceable(v) && !equal(v, value) {
			return nil, refusal("it holds more than one value")
		}
		return value, nil
	case Append:
		list, ok := v.([]any)
		if v != nil && !ok {
			return nil, refusal("it is no list")
		}
		if holds(list, value) {
			return v, nil
		}
		return append(slices.Clone(list), value), nil
	default:
		return nil, refusal("the document itself stays")
	}
}

// replaceable: nothing is lost but one value.
func replaceable(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return true
}

func holds(list []any, value any) bool {
	return slices.ContainsFunc(list, func(e any) bool { return equal(e, value) })
}

func equal(a, b any) bool { return reflect.DeepEqual(a, b) }

// at gives the value at a pointer; ok is false where there is none.
func at(v any, pointer string) (value any, ok bool) {
	for _, step := range jsonpointer.Steps(pointer) {
		switch in := v.(type) {
		case map[string]any:
			if v, ok = in[step]; !ok {
				return nil, false
			}
		case []any:
			i, has := jsonpointer.Index(step, len(in))
			if !has {
				return nil, false
			}
			v = in[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// Model is the value of a document after changes, for who wants to know what it comes to before text is edited.
func Model(value any, changes []Change) (any, error) {
	changes = slices.Clone(changes)
	slices.SortStableFunc(changes, order)
	for _, c := range changes {
		next, err := after(value, c)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.Path, err)
		}
		value = next
	}
	return value, nil
}
