// Package fix turns findings into the smallest textual edits that resolve them.
//
// It knows the images of a workload as pkg/identity does, and so what a reader of the manifest alone would have to guess:
// the uid behind a USER, the paths that a program writes, the capability that its file carries. What it proposes is judged
// again before it is written: a change after which a container would no longer start is not made.
//
// What would be a guess is left, and said: a limit, a tag, a digest, a user of an image that was not read.
package fix
