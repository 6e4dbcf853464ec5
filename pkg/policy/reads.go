package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// part is a part in an input: names of fields, and anyElement where the rule names none.
type part []string

// anyElement is no name of a field.
const anyElement = "*"

// reads finds what rules can read of their input without evaluating them. It errs to the side of too much: a value that
// is handed on, to a function or into a message, is read whole.
type reads struct {
	compiler *ast.Compiler
	seen     map[*ast.Rule]bool
	// whole are the parts read with all that lies below them; touched are those of which no more matters than whether
	// they are there, and how many.
	whole, touched []part
}

// rules adds all rules that a reference leads to.
func (r *reads) rules(ref ast.Ref) {
	found := r.compiler.GetRules(ref.ConstantPrefix())
	if len(found) == 0 {
		r.whole = append(r.whole, part{})
	}
	for _, rule := range found {
		r.rule(rule)
	}
}

func (r *reads) rule(rule *ast.Rule) {
	for ; rule != nil; rule = rule.Else {
		if r.seen[rule] {
			return
		}
		r.seen[rule] = true
		b := reading{reads: r, aliases: aliasesOf(rule)}
		for _, a := range b.aliases {
			b.alias(a)
		}
		b.walk(rule.Head)
		b.walk(rule.Body)
	}
}

// reading is the walk through one rule.
type reading struct {
	*reads
	aliases aliases
}

// alias notes what `x = input.pods[_]` says of the input by itself: that there is something.
func (b *reading) alias(a alias) {
	for _, p := range a.parts {
		b.touched = append(b.touched, p)
		if a.compared {
			b.whole = append(b.whole, p)
		}
	}
}

func (b *reading) walk(x any) {
	ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case *ast.Expr:
			if _, ref, ok := naming(x); ok && b.aliases.known(ref) {
				b.elements(ref)
				return true
			}
		case ast.Ref:
			b.ref(x)
			return true
		case ast.Var:
			b.whole = append(b.whole, b.aliases.of(x)...)
		}
		return false
	}).Walk(x)
}

func (b *reading) ref(ref ast.Ref) {
	if ref[0].Equal(ast.DefaultRootDocument) {
		b.rules(ref)
	} else {
		b.whole = append(b.whole, b.aliases.parts(ref)...)
	}
	b.elements(ref)
}

// elements walks through what a reference is indexed by.
func (b *reading) elements(ref ast.Ref) {
	if _, ok := ref[0].Value.(ast.Var); !ok {
		b.walk(ref[0])
	}
	for _, t := range ref[1:] {
		b.walk(t)
	}
}

// partsOf gives what the rule of a deny set can read, sorted.
func partsOf(c *ast.Compiler, deny ast.Ref) (whole, touched []part) {
	r := reads{compiler: c, seen: map[*ast.Rule]bool{}}
	r.rules(deny)
	return distinctParts(r.whole), distinctParts(r.touched)
}

func distinctParts(in []part) []part {
	slices.SortFunc(in, slices.Compare[part])
	return slices.CompactFunc(in, slices.Equal[part])
}
