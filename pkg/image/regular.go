package image

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// openRegular opens a file that must be a regular one: reading a pipe would wait for ever.
func openRegular(dir fs.FS, name string) (io.ReadCloser, error) {
	info, err := fs.Stat(dir, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &Error{Class: NotFound, Detail: "a part of the image is missing", Hint: hintMalformed, Err: err}
	}
	if err != nil {
		return nil, fmt.Errorf("look at file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, malformed("%s is not a regular file", name)
	}
	f, err := dir.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	return f, nil
}

func readFile(dir fs.FS, name string, limit int64) (raw []byte, err error) {
	f, err := openRegular(dir, name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return readAtMost(f, limit)
}

// readJSON reads a small file of a layout or an archive into v.
func readJSON(dir fs.FS, name string, v any) error {
	raw, err := readFile(dir, name, maxManifest)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return malformed("parse %s: %w", name, err)
	}
	return nil
}
