// Package ruletest judges a set of rules as policy test does: by the form of its folders, its Rego tests, and its bad and
// good examples, each of which the whole program judges. What it demands of a user's rules is a part of what
// policies/README.md demands of the built-in ones.
package ruletest
