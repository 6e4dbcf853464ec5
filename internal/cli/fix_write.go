package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// writeAll writes every file that can be written.
func writeAll(e *env, files []edited) error {
	var errs []error
	for _, f := range files {
		if f.name == "-" {
			errs = append(errs, withHint(errors.New("standard input cannot be written"), "leave --write out for a diff"))
			continue
		}
		if err := f.write(); err != nil {
			errs = append(errs, fmt.Errorf("write %s: %w", f.name, err))
			continue
		}
		e.note("wrote %s", f.name)
	}
	return errors.Join(errs...)
}

var errChanged = errors.New("the file has changed since it was read")

// write puts a new file in the place of the old one, whole or not at all, with the same mode. A symbolic link stays, and
// what it names is written.
func (f edited) write() error {
	name, err := filepath.EvalSymlinks(f.name)
	if err != nil {
		return err
	}
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	now, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, f.before) {
		return errChanged
	}
	temp, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	_, err = temp.Write(f.after)
	err = errors.Join(err, temp.Chmod(info.Mode().Perm()), temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return nil
}
