// Package ruleexamples reads the bad and good examples of the built-in rules (policies/*/*/testdata), for the pages of the
// rules and for the tests that judge every example by the whole program. policies/README.md says the form.
package ruleexamples
