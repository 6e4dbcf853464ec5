// Package corpus holds nothing but tests over whole bodies of manifests: real ones, which must never stop a run, and
// hardened ones of ours, each with its image, on which no rule may fire. It is how we know that a rule does not fire on good work.
package corpus
