// Package policies holds the built-in rules, one folder each; README.md says their form. It is data: package policy reads
// it, and knows each rule from Index until it is chosen.
package policies

import "embed"

// FS holds the rules with their help, the shared functions below lib, and the index.
//
//go:embed index.json */*/*.rego */*/README.md
var FS embed.FS

// Index is the file of FS that make generate writes of all METADATA.
const Index = "index.json"
