// Package images reads the images of Pods for the admission webhook: only from registries, never longer than the request can
// wait, and never twice for the same answer.
//
// Three things are kept apart. Facts belong to a digest and never change, so that they are shared. Access belongs to an
// account: what a registry let one Pod's pull secret read is not shown to a Pod that did not prove as much within the TTL of
// the tag, or ten of them for a digest. And a failure is kept for a short time only. Layers are shared between repositories
// by their digests, as container runtimes share them on a node: who names the digest of a layer in an image manifest of his
// own is taken to know what is in it.
package images
