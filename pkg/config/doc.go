// Package config reads .hullcheck.yaml, and holds what is agreed about findings: exceptions and the baseline.
//
// The file is validated against the JSON Schema that is also published (docs/config.schema.json), so what an editor
// accepts and what hullcheck accepts are the same. An unknown key is an error and never ignored: a misspelt exception or
// threshold would otherwise weaken, or be missed by, the gate in silence. Paths in the file are relative to its folder,
// as the file is found from other working directories too.
package config
