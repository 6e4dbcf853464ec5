package helm

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	"helm.sh/helm/v4/pkg/ignore"
)

// The bounds of one chart with all that it depends on.
const (
	maxFiles      = 20_000
	maxFileBytes  = 5 << 20
	maxChartBytes = 100 << 20
	maxDepth      = 32
)

// chartFile is a file of a chart. Its name is relative to the chart; shown is how it is reported. An archive in charts/
// is unpacked: what it holds is shown as if the archive were a folder.
type chartFile struct {
	name, shown string
	data        []byte
}

// reading reads the files of one chart, up to the limits.
type reading struct {
	ctx   context.Context
	root  *os.Root
	dir   string
	rules *ignore.Rules
	files []chartFile
	size  int64
}

// readChart reads a chart's folder. No symbolic link leads outside of it.
func readChart(ctx context.Context, dir string) ([]chartFile, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder: %w", plain(err))
	}
	defer root.Close() //nolint:errcheck // nothing was written
	r := &reading{ctx: ctx, root: root, dir: dir, rules: ignore.Empty()}
	if f, err := root.Open(ignore.HelmIgnore); err == nil {
		r.rules, err = ignore.Parse(io.LimitReader(f, maxFileBytes))
		f.Close() //nolint:errcheck,gosec // nothing was written
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", ignore.HelmIgnore, err)
		}
	}
	r.rules.AddDefaults()
	if err := r.folder(".", 0); err != nil {
		return nil, err
	}
	return r.files, nil
}

func (r *reading) folder(name string, depth int) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if depth > maxDepth {
		return fmt.Errorf("%s: more than %d folders deep", name, maxDepth)
	}
	entries, err := fs.ReadDir(r.root.FS(), name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, plain(err))
	}
	for _, e := range entries {
		inner := path.Join(name, e.Name())
		info, err := r.root.Stat(filepath.FromSlash(inner))
		if err != nil {
			if e.Type()&fs.ModeSymlink != 0 {
				continue // it leads nowhere, or outside
			}
			return fmt.Errorf("read %s: %w", inner, plain(err))
		}
		if r.rules.Ignore(inner, info) {
			continue
		}
		switch {
		case info.IsDir():
			err = r.folder(inner, depth+1)
		case info.Mode().IsRegular():
			err = r.file(inner, info.Size())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *reading) file(name string, size int64) error {
	if size > maxFileBytes {
		if strings.HasPrefix(name, "templates/") || strings.HasPrefix(name, "charts/") || !strings.Contains(name, "/") {
			return fmt.Errorf("%s is larger than %d bytes", name, maxFileBytes)
		}
		return nil
	}
	f, err := r.root.Open(filepath.FromSlash(name))
	if err != nil {
		return fmt.Errorf("read %s: %w", name, plain(err))
	}
	defer f.Close() //nolint:errcheck // nothing was written
	data, err := io.ReadAll(io.LimitReader(f, maxFileBytes))
	if err != nil {
		return fmt.Errorf("read %s: %w", name, plain(err))
	}
	return r.add(name, filepath.ToSlash(filepath.Join(r.dir, name)), data, 0)
}

// add takes a file, or what an archive of a dependency holds.
func (r *reading) add(name, shown string, data []byte, depth int) error {
	r.size += int64(len(data))
	if len(r.files) > maxFiles || r.size > maxChartBytes {
		return fmt.Errorf("the chart is larger than %d files or %d bytes", maxFiles, maxChartBytes)
	}
	if dir, base := path.Split(name); path.Base(dir) == "charts" && strings.HasSuffix(base, ".tgz") {
		return r.unpack(dir+strings.TrimSuffix(base, ".tgz")+"-tgz", shown, data, depth)
	}
	r.files = append(r.files, chartFile{name: name, shown: shown, data: bytes.TrimPrefix(data, []byte("\ufeff"))})
	return nil
}

func (r *reading) unpack(name, shown string, data []byte, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("%s: archives are nested too deep", name)
	}
	inner, err := unpackArchive(data)
	if err != nil {
		return fmt.Errorf("unpack %s: %w", shown, err)
	}
	for _, f := range inner {
		if err := r.add(path.Join(name, f.Name), path.Join(shown, f.Name), f.Data, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// unpackArchive reads an archive with Helm's own checks of what it holds.
func unpackArchive(data []byte) (files []*archive.BufferedFile, err error) {
	return archive.LoadArchiveFiles(bytes.NewReader(data))
}

// plain takes the operation and the path off an error of the file system, which the message names already.
func plain(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
