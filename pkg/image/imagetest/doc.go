// Package imagetest builds container images for tests and examples: from a description in Go or JSON to a v1.Image, an OCI
// layout, an OCI archive or an archive of docker save.
//
// Layers are written exactly as described: entries stay in order, whiteouts are ordinary entries with a .wh. name, paths are
// not cleaned, parents are not added, a path may come twice. That is the point: what a builder would tidy up is what a reader
// of images must cope with. The same description gives the same bytes, so digests are stable.
//
// The package imports no other room, so the tests of every room can use it.
package imagetest
