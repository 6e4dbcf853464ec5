package dockerfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/gateway/client"
	fstypes "github.com/tonistiigi/fsutil/types"
)

// localDir is a directory that the frontend reads single files of: the Dockerfile's, and that of a build context. Links
// that lead out of it are not followed.
type localDir struct {
	dir string
	// files are those that are known already, by name.
	files map[string][]byte
}

var _ client.Reference = localDir{}

// ReadFile reads a file, up to the end of the range that is asked for.
func (d localDir) ReadFile(_ context.Context, req client.ReadRequest) ([]byte, error) {
	if b, ok := d.files[req.Filename]; ok {
		return b, nil
	}
	limit := int64(MaxSize)
	if req.Range != nil && req.Range.Length > 0 {
		limit = min(limit, int64(req.Range.Length))
	}
	root, err := os.OpenRoot(d.dir)
	if err != nil {
		return nil, fmt.Errorf("open build context: %w", err)
	}
	b, err := readIn(root, req.Filename, limit)
	return b, errors.Join(err, root.Close())
}

func readIn(root *os.Root, name string, limit int64) ([]byte, error) {
	if fi, err := root.Stat(name); err != nil {
		return nil, err
	} else if !fi.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("not a regular file")}
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(f, limit))
	return b, errors.Join(err, f.Close())
}

// StatFile tells a file's size.
func (d localDir) StatFile(_ context.Context, req client.StatRequest) (*fstypes.Stat, error) {
	if b, ok := d.files[req.Path]; ok {
		return &fstypes.Stat{Path: req.Path, Size: int64(len(b)), Mode: 0o644}, nil
	}
	root, err := os.OpenRoot(d.dir)
	if err != nil {
		return nil, fmt.Errorf("open build context: %w", err)
	}
	fi, err := root.Stat(req.Path)
	if err := errors.Join(err, root.Close()); err != nil {
		return nil, err
	}
	return &fstypes.Stat{Path: req.Path, Size: fi.Size(), Mode: uint32(fi.Mode())}, nil
}

// ReadDir is not asked for by the frontend.
func (d localDir) ReadDir(context.Context, client.ReadDirRequest) ([]*fstypes.Stat, error) {
	return nil, errNotSolved
}

// Evaluate has nothing to do.
func (d localDir) Evaluate(context.Context) error { return nil }

// ToState is not asked for by the frontend.
func (d localDir) ToState() (llb.State, error) { return llb.State{}, errNotSolved }
