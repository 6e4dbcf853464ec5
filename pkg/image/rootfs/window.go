package rootfs

import (
	"errors"
	"io"
)

// maxWindow is how much of a file's begin is held at most while its ELF headers are read.
const maxWindow = 1 << 20

// window reads parts of a stream in nearly any order: all that lies within the first megabyte, and after it forward only.
type window struct {
	source io.Reader
	size   int64
	held   []byte // the first bytes
	passed int64  // bytes consumed, held included; 0 means len(held)
}

var (
	errPastEnd = errors.New("past the end of the file")
	errPassed  = errors.New("lies behind what was read already")
)

// at returns n bytes at offset. Beside the stream's own errors it fails with errPastEnd and errPassed.
func (w *window) at(offset, n int64) ([]byte, error) {
	if offset < 0 || n < 0 || offset > w.size || n > w.size-offset {
		return nil, errPastEnd
	}
	if offset+n <= maxWindow && w.passed == 0 {
		if err := w.hold(offset + n); err != nil {
			return nil, err
		}
	}
	if offset+n <= int64(len(w.held)) {
		return w.held[offset : offset+n], nil
	}
	return w.ahead(offset, n)
}

func (w *window) hold(end int64) error {
	missing := end - int64(len(w.held))
	if missing <= 0 {
		return nil
	}
	more := make([]byte, missing)
	if _, err := io.ReadFull(w.source, more); err != nil {
		return err
	}
	w.held = append(w.held, more...)
	return nil
}

func (w *window) ahead(offset, n int64) ([]byte, error) {
	if w.passed == 0 {
		w.passed = int64(len(w.held))
	}
	if offset < w.passed {
		return nil, errPassed
	}
	if _, err := io.CopyN(io.Discard, w.source, offset-w.passed); err != nil {
		return nil, err
	}
	part := make([]byte, n)
	if _, err := io.ReadFull(w.source, part); err != nil {
		return nil, err
	}
	w.passed = offset + n
	return part, nil
}
