package images

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/hullcheck/hullcheck/internal/admission/egress"
	"github.com/hullcheck/hullcheck/internal/admission/flight"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// textOf says in one line why an image is not known.
func textOf(err error) string {
	var address *egress.RefusedError
	var known *image.Error
	switch {
	case errors.As(err, &address):
		return resultRefused + ": " + address.Error()
	case errors.Is(err, flight.ErrLimit):
		return "not read: " + err.Error()
	case errors.Is(err, flight.ErrTooMany):
		return "not read: too many images are being read at the moment"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return "not read in time; it is read on, so that it may be known when it is asked for again"
	case errors.As(err, &known):
		return known.Error()
	default:
		return err.Error()
	}
}

// unreadError is an error of an image's files, in words for a person.
type unreadError struct{ err error }

func (e *unreadError) Error() string { return textOf(e.err) }

func (e *unreadError) Unwrap() error { return e.err }

// isAnswer: these are errors about one file, and none of the image's.
func isAnswer(err error) bool {
	return errors.Is(err, rootfs.ErrTooLarge) || errors.Is(err, rootfs.ErrNotRegular)
}

// trial is how asking with several accounts went.
type trial struct {
	err   error
	tried []string
	notes []string
}

// add notes a failure, and tells whether other accounts would fare no better.
func (t *trial) add(a account, err error) (done bool) {
	if errors.Is(err, errNoAccount) {
		return false
	}
	t.tried = append(t.tried, a.from)
	if a.id == ownID {
		t.tried = nil // as nobody, or as itself: there was no choice to tell of
	}
	if weight(err) == 0 {
		t.err = err
		return true
	}
	if t.err == nil || weight(err) > weight(t.err) {
		t.err = err
	}
	return false
}

// weight is above 0 where another account may fare better: the more telling, the heavier.
func weight(err error) int {
	switch image.ClassOf(err) {
	case image.NotFound:
		return 1
	case image.Unauthorized:
		return 2
	case image.Forbidden:
		return 3
	default:
		return 0
	}
}

// String is why the image could not be read, with what was tried: never with what a secret holds.
func (t *trial) String() string {
	s := textOf(t.err)
	if weight(t.err) > 0 && len(t.tried) > 0 {
		s += fmt.Sprintf(" (asked with %s)", strings.Join(t.tried, ", "))
	}
	for _, n := range t.notes {
		s += "; " + n
	}
	return s
}

// once passes on the first of what it hears.
func once(hear func(error)) func(error) {
	var first sync.Once
	return func(err error) { first.Do(func() { hear(err) }) }
}
