// Package scaffold writes the folder of a new rule: one that works, with tests and examples, so that its author changes one
// thing at a time and sees hullcheck policy test pass in between.
package scaffold
