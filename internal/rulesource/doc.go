// Package rulesource finds the rules that --policy and the configuration name: a folder, or an artifact of a registry, which
// is fetched into memory. Whoever loads rules sees a file system and nothing else.
//
// Artifacts are those that other tools push: an OPA bundle (layers that are tar archives, compressed or not), and what
// conftest pushes (layers that are single files, named by their title). An artifact is another's work until its digest is
// checked, so everything about it has a limit, and what is no plain file is refused.
package rulesource
