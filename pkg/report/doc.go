// Package report prints what a run found out. Each format is one file and one golden; write.go lists them.
//
// Printers judge nothing: they say what the report says, and also what it could not say (images that were not read, rules
// that lacked evidence, errors), because a reader takes silence for a pass. What they print comes from hostile input:
// every format writes control and invisible characters as escapes, so that no manifest can drive the reader's terminal.
package report
