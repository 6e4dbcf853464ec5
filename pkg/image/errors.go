package image

import (
	"errors"
	"fmt"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// Class tells apart why an image could not be read, as far as the user has to do something else about it.
type Class string

// The classes of errors. Their texts begin messages and may be searched for.
const (
	Unauthorized   Class = "unauthorized"
	Forbidden      Class = "forbidden"
	NotFound       Class = "not found"
	RateLimited    Class = "rate-limited"
	Unreachable    Class = "unreachable"
	DigestMismatch Class = "digest mismatch"
	Malformed      Class = "malformed"
	NoPlatform     Class = "no such platform"
	NotImage       Class = "not a container image"
)

// Error is why an image could not be read.
type Error struct {
	Class Class
	// Detail is what happened, short and in one line; it may be "" where Err says it all.
	Detail string
	// Hint is what to do about it, for a line of its own; "" where there is nothing to say.
	Hint string
	Err  error
}

func (e *Error) Error() string {
	s := string(e.Class)
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// ClassOf is the class of an error of this package or of package rootfs; "" for any other, such as a cancelled context.
func ClassOf(err error) Class {
	var e *Error
	var digest *rootfs.DigestError
	var malformed *rootfs.MalformedError
	var limit *rootfs.LimitError
	switch {
	case errors.As(err, &e):
		return e.Class
	case errors.As(err, &digest):
		return DigestMismatch
	case errors.As(err, &malformed), errors.As(err, &limit):
		return Malformed
	default:
		return ""
	}
}

// HintOf is what to do about an error, or "".
func HintOf(err error) string {
	var e *Error
	if errors.As(err, &e) && e.Hint != "" {
		return e.Hint
	}
	switch ClassOf(err) {
	case DigestMismatch:
		return hintMismatch
	case Malformed:
		return hintMalformed
	default:
		return ""
	}
}

// Hints that more than one place gives.
const (
	hintMismatch  = "the bytes are not those that the digest names: push or copy the image again"
	hintMalformed = "build the image again, and look at what wrote it"
	hintNoArchive = "write what a pipe gives to a file first; for a layout write oci:DIR"
	hintNotImage  = "name an image that can be run"
)

func malformed(format string, args ...any) error {
	return &Error{Class: Malformed, Err: fmt.Errorf(format, args...), Hint: hintMalformed}
}
