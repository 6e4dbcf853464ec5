// Package run says what a RUN line does to the image's files, as far as that can be told without running it.
//
// What a reader would get wrong: a RUN line that is part of an image has succeeded, so of "useradd app && make" the user is
// there, and of "useradd app || true" it may not be. The line is walked with two states at every point, one for success and
// one for failure, and where they meet again only what both agree on is known.
//
// Commands fall in four kinds: those that are followed step by step (useradd, chown, mkdir, echo >>), those that change no
// account (effects.txt), package managers, which only add system accounts, and all others, of which nothing is known.
package run
