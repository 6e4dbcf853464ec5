package policy

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// hitsOf checks that every member of a deny set is {msg, path, write?, related?} and makes hits of them.
func hitsOf(rule *finding.Rule, deny *ast.Term) ([]Hit, error) {
	if deny == nil {
		return nil, errors.New("deny is undefined")
	}
	set, ok := deny.Value.(ast.Set)
	if !ok {
		return nil, fmt.Errorf("deny is %s, not a set", ast.ValueName(deny.Value))
	}
	hits := make([]Hit, 0, set.Len())
	for _, member := range set.Slice() {
		h := Hit{Rule: rule}
		if err := h.read(member); err != nil {
			return nil, fmt.Errorf("deny holds %s: %w", shorten(member), err)
		}
		hits = append(hits, h)
	}
	return hits, nil
}

func shorten(t *ast.Term) string {
	const limit = 200
	s := t.String()
	if len(s) > limit {
		s = strings.ToValidUTF8(s[:limit], "") + "…"
	}
	return s
}

func (h *Hit) read(t *ast.Term) error {
	o, ok := t.Value.(ast.Object)
	if !ok {
		return errors.New("want an object with msg and path")
	}
	err := readFields(o, func(key string, v *ast.Term) (err error) {
		switch key {
		case "msg":
			h.Message, err = text(v)
		case "path":
			h.Path, err = pointer(v)
		case "write":
			h.Write, err = text(v)
		case "related":
			h.Related, err = relatedOf(v)
		default:
			return errors.New("unknown key; only msg, path, write and related are read")
		}
		return err
	})
	if err != nil {
		return err
	}
	return needKeys(o)
}

func relatedOf(t *ast.Term) ([]HitRelated, error) {
	var out []HitRelated
	each := func(t *ast.Term) error {
		r, err := readRelated(t)
		out = append(out, r)
		return err
	}
	var err error
	switch v := t.Value.(type) {
	case *ast.Array:
		err = v.Iter(each)
	case ast.Set:
		err = v.Iter(each)
	default:
		return nil, fmt.Errorf("is %s, not a set or an array", ast.ValueName(t.Value))
	}
	slices.SortFunc(out, func(a, b HitRelated) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Message, b.Message))
	})
	return out, err
}

func readRelated(t *ast.Term) (r HitRelated, err error) {
	o, ok := t.Value.(ast.Object)
	if !ok {
		return r, errors.New("want objects with msg and path")
	}
	err = readFields(o, func(key string, v *ast.Term) (err error) {
		switch key {
		case "msg":
			r.Message, err = text(v)
		case "path":
			r.Path, err = pointer(v)
		default:
			return errors.New("unknown key; only msg and path are read")
		}
		return err
	})
	if err == nil {
		err = needKeys(o)
	}
	return r, err
}

func readFields(o ast.Object, read func(key string, v *ast.Term) error) error {
	return o.Iter(func(k, v *ast.Term) error {
		key, ok := k.Value.(ast.String)
		if !ok {
			return fmt.Errorf("key %s is no string", k)
		}
		if err := read(string(key), v); err != nil {
			return fmt.Errorf("%s: %w", string(key), err)
		}
		return nil
	})
}

func needKeys(o ast.Object) error {
	for _, key := range []string{"msg", "path"} {
		if o.Get(ast.InternedTerm(key)) == nil {
			return fmt.Errorf("%s is missing", key)
		}
	}
	return nil
}

func text(t *ast.Term) (string, error) {
	s, ok := t.Value.(ast.String)
	switch {
	case !ok:
		return "", fmt.Errorf("is %s, not a string", ast.ValueName(t.Value))
	case s == "":
		return "", errors.New("is empty")
	}
	return string(s), nil
}

// pointer reads a JSON pointer (RFC 6901): empty, or beginning with a slash.
func pointer(t *ast.Term) (string, error) {
	s, ok := t.Value.(ast.String)
	switch {
	case !ok:
		return "", fmt.Errorf("is %s, not a string", ast.ValueName(t.Value))
	case s != "" && s[0] != '/':
		return "", fmt.Errorf("%s is no JSON pointer", s)
	}
	return string(s), nil
}
