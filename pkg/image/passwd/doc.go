// Package passwd reads /etc/passwd and /etc/group of an image as the container runtimes read them.
//
// What a reader would get wrong: the runtimes parse with github.com/moby/sys/user, which ignores conversion errors. A line
// "app" alone is a user with uid 0. And a file that is there but cannot be read stops the container even where a missing
// one would not.
package passwd
