package manifest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// large is the size from which a file is searched for the keys of an object before it is held in memory.
const large = 1 << 20

func (r *Reader) file(ctx context.Context, source, path string, yield func(Entry) bool) bool {
	f, err := os.Open(path)
	if err != nil {
		return yield(Entry{Err: fileError(path, "open", err)})
	}
	defer f.Close() //nolint:errcheck // nothing was written
	return r.open(ctx, source, path, f, yield)
}

// open reads an open file, which is named file in reports.
func (r *Reader) open(ctx context.Context, source, file string, f *os.File, yield func(Entry) bool) bool {
	info, err := f.Stat()
	switch {
	case err != nil:
		return yield(Entry{Err: fileError(file, "read", err)})
	case info.IsDir():
		return yield(Entry{Err: &Error{File: file, Message: "is a folder, not a file"}})
	case info.Mode().IsRegular() && info.Size() > large:
		may, err := worthReading(f)
		if err != nil {
			return yield(Entry{Err: fileError(file, "read", err)})
		}
		if !may {
			return yield(Entry{Skipped: &finding.Skipped{File: file, Reason: "not a Kubernetes object"}})
		}
	}
	return r.text(ctx, source, file, sized{f, info.Size()}, yield)
}

// sized is a file of a size that is known, so that it can be read in one go.
type sized struct {
	io.Reader
	size int64
}

func (r *Reader) stream(ctx context.Context, source, file string, in io.Reader, yield func(Entry) bool) bool {
	return r.text(ctx, source, file, sized{in, 0}, yield)
}

// worthReading looks for the keys of an object in a large file, and goes back to its start. UTF-16 is not searched.
func worthReading(f *os.File) (bool, error) {
	var mark [2]byte
	if _, err := f.ReadAt(mark[:], 0); err != nil {
		return false, err
	}
	if mark == [2]byte{0xff, 0xfe} || mark == [2]byte{0xfe, 0xff} || (mark[0] == 0) != (mark[1] == 0) {
		return true, nil
	}
	may, err := mayStreamObject(f)
	if err != nil {
		return false, err
	}
	_, err = f.Seek(0, io.SeekStart)
	return may, err
}

// text reads one text whole, up to the limit, and tells whether the caller wants more.
func (r *Reader) text(ctx context.Context, source, file string, in sized, yield func(Entry) bool) bool {
	limits := r.Limits.withDefaults()
	var buf bytes.Buffer
	buf.Grow(int(min(in.size, limits.FileBytes)) + bytes.MinRead)
	_, err := buf.ReadFrom(io.LimitReader(in, limits.FileBytes+1))
	data := buf.Bytes()
	if err != nil {
		return yield(Entry{Err: fileError(file, "read", err)})
	}
	if edited, ok := r.Overlay[file]; ok {
		data = edited
	}
	tooLong := int64(len(data)) > limits.FileBytes
	if tooLong {
		data = data[:limits.FileBytes]
	}
	if unmarked(data) {
		return yield(Entry{Err: &Error{
			File: file, Line: 1, Column: 1, Message: "UTF-16 without a byte order mark, which kubectl cannot read",
			Hint: "save the file as UTF-8 text",
		}})
	}
	out, bad, ok := utf8Text(data)
	read := reading{
		ctx: ctx, limits: limits, source: source, yield: yield, text: &text{file: file, data: out},
		templates: r.PodTemplates,
	}
	var broken *Error
	switch {
	case tooLong:
		broken = &Error{
			File:    file,
			Message: fmt.Sprintf("the file is larger than %d bytes; the rest is not read", limits.FileBytes),
			Hint:    "split it",
		}
	case !ok:
		broken = read.text.fault(bad, "invalid UTF-16", "save the file as UTF-8 text")
	}
	read.upTo(broken)
	return !read.stopped
}

// upTo reads the text. Where it is broken off, its last document is not whole and left out, and the reason comes last.
func (r *reading) upTo(broken *Error) {
	if broken == nil {
		r.run()
		return
	}
	r.cut()
	r.told = true
	r.run()
	r.fail(broken)
}

// cut takes the last document off a text that is not whole.
func (r *reading) cut() {
	data, end := r.text.data, 0
	for s := range split(data) {
		if s.end < len(data) {
			end = s.end
		}
	}
	r.text = &text{file: r.text.file, data: data[:end]}
}

// fileError words an error of the operating system; the path in it is left out, as the report names the file.
func fileError(file, verb string, err error) *Error {
	var path *fs.PathError
	reason := err
	if errors.As(err, &path) {
		reason = path.Err
	}
	return &Error{File: file, Message: fmt.Sprintf("%s: %v", verb, reason), Err: err}
}
