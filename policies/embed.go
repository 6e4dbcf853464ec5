// Package policies holds the built-in rules, one folder each; README.md says the form. It is data: package policy reads it.
package policies

import "embed"

// FS holds CATEGORY/NAME/NAME.rego with its README, tests and examples.
//
//go:embed README.md
var FS embed.FS
