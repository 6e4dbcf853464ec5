package policy

import (
	"errors"
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// parse reads one module and demands that its package is its folder's. METADATA is processed only where asked for: it
// costs more than all the rest of parsing.
func parse(f folder, metadata bool) (*ast.Module, error) {
	src, err := f.read()
	if err != nil {
		return nil, fmt.Errorf("read rule %s: %w", f.shown(), err)
	}
	m, err := ast.ParseModuleWithOpts(f.shown(), string(src), ast.ParserOptions{
		ProcessAnnotation: metadata,
		RegoVersion:       ast.RegoV1,
		Capabilities:      capabilities(),
	})
	if err != nil {
		return nil, positioned(err)
	}
	if m == nil {
		return nil, fmt.Errorf("%s:1: empty rule file", f.shown())
	}
	want := ast.Ref{ast.DefaultRootDocument, ast.StringTerm(f.category), ast.StringTerm(f.name)}
	if !m.Package.Path.Equal(want) {
		return nil, fmt.Errorf("%s: package is %s, want %s, as its folder is called",
			at(m.Package.Location), m.Package.Path[1:], f.pkg())
	}
	return m, nil
}

// positioned turns OPA's list of errors into plain ones, each "file:line: message", in the order of their places.
func positioned(err error) error {
	var list ast.Errors
	if !errors.As(err, &list) {
		return err
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *ast.Error) int { return a.Location.Compare(b.Location) })
	out := make([]error, 0, len(list))
	for _, e := range list {
		out = append(out, e)
	}
	return errors.Join(out...)
}

func at(l *ast.Location) string { return fmt.Sprintf("%s:%d", l.File, l.Row) }
