// Package known is a root file system as far as it is known without building it.
//
// What a reader would get wrong: a name that is not in a Tree is absent only if nothing ran since that may have made it.
// Three answers exist for every path (here, absent, not known and why), and every change keeps them apart. Knowledge is
// monotone: a command of which nothing is known takes away no entry, but from then on absence is not known any more.
//
// A Tree shares its nodes with the trees it was forked from, so that a thousand stages cost a thousand small changes; what
// it takes over from elsewhere (a base image, the build context, another stage) is looked up only when it is asked for.
package known
