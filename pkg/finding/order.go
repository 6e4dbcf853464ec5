package finding

import (
	"cmp"
	"slices"
)

// Compare orders findings as every report does: by file, line, column, rule, path and message; what is equal in all of
// these, by subject, so that the order never depends on the order of evaluation.
func Compare(a, b Finding) int {
	return cmp.Or(
		CompareLocations(a.Location, b.Location),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Path, b.Path),
		cmp.Compare(a.Message, b.Message),
		compareSubjects(a.Subject, b.Subject),
	)
}

// CompareLocations orders places by file (what has no file comes first, by its source), line and column.
func CompareLocations(a, b Location) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Source, b.Source),
		cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

func compareSubjects(a, b Subject) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name),
		cmp.Compare(a.Container, b.Container), cmp.Compare(a.Image, b.Image), slices.Compare(a.Platforms, b.Platforms))
}
