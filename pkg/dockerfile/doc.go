// Package dockerfile predicts the image that a Dockerfile would give: its config, its users, its files, and at which line
// each of them is decided. Nothing is built and nothing is fetched.
//
// What a reader would get wrong: Dockerfile semantics are full of traps (a trailing comment is part of USER, ENV and ARG
// overwrite each other, triggers run in child stages), so the instructions are dispatched by BuildKit's own converter and
// by nothing else. What the image holds is read from the build graph that the converter makes.
//
// A base image that cannot be read is tried out: the file is converted several times, as if that image said one thing and
// another, and what comes out differently depends on it and is unknown. So "USER $APP_UID" on an unread base is unknown,
// and "USER ${APP_UID:+app}" is too, but "USER 1000" is 1000.
package dockerfile
