// Package kustomize builds folders with a kustomization, with the kustomize library, and knows which file wrote each
// field of what it builds.
//
// Nothing is fetched. Kustomize itself clones repositories and gets files wherever a kustomization names a URL, and
// nobody can take that from it, so everything that a build can reach is looked at first: a remote reference anywhere in
// it is an error, and the build is not begun. Plugins that are programs are off; files outside the repository are not
// read, whatever symbolic links say.
//
// What a build gives is text without a past. To say where a field was written, the build is made a second time, when
// somebody first asks, with a mark on each resource and one set by each kustomization that a resource passes through.
// The marks tell the file that an object is from and the kustomizations that had a hand in it; of their patches and
// transformers the last that writes the field, with the value that the built object has, is its place.
package kustomize
