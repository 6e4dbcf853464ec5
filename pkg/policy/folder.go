package policy

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// What one source may hold. A user's directory is read before anything else is known of it.
const (
	maxRegoBytes = 1 << 20
	maxRegoFiles = 4096
)

// libCategory is the folder of shared functions: lib/NAME/NAME.rego, package lib.NAME, neither METADATA nor deny.
const libCategory = "lib"

var folderName = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// folder is one CATEGORY/NAME folder of a source.
type folder struct {
	src            *Source
	category, name string
}

// id is what users call the rule: read_only_root is read-only-root.
func (f folder) id() string {
	return strings.ReplaceAll(f.category+"/"+f.name, "_", "-")
}

// pkg is the Rego package that the folder must hold.
func (f folder) pkg() string { return f.category + "." + f.name }

func (f folder) file() string { return path.Join(f.category, f.name, f.name+".rego") }

// shown is the file's name in errors.
func (f folder) shown() string { return f.src.shown(f.file()) }

// folderOf takes the folder from an ID.
func folderOf(src *Source, id string) folder {
	category, name, _ := strings.Cut(strings.ReplaceAll(id, "-", "_"), "/")
	return folder{src: src, category: category, name: name}
}

func (f folder) read() ([]byte, error) {
	return readCapped(f.src.FS, f.file(), maxRegoBytes)
}

func readCapped(fsys fs.FS, name string, limit int64) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if info.Size() > limit {
		return nil, fmt.Errorf("read %s: larger than %d bytes", name, limit)
	}
	return fs.ReadFile(fsys, name)
}

// folders finds the rules and libraries of a source. Any Rego file that stands elsewhere is an error: it would be
// taken for a rule by its author and never be evaluated.
func folders(src *Source) (rules, libs []folder, err error) {
	var bad []error
	count := 0
	walk := func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || len(name) > 1 && strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".rego" || isTest(name):
			return nil
		}
		if count++; count > maxRegoFiles {
			return fmt.Errorf("more than %d rego files", maxRegoFiles)
		}
		f, err := parseFolder(src, name)
		switch {
		case err != nil:
			bad = append(bad, err)
		case f.category == libCategory:
			libs = append(libs, f)
		default:
			rules = append(rules, f)
		}
		return nil
	}
	if err := fs.WalkDir(src.FS, ".", walk); err != nil {
		return nil, nil, fmt.Errorf("read rules of %s: %w", src.shown("."), err)
	}
	return rules, libs, errors.Join(bad...)
}

func parseFolder(src *Source, name string) (folder, error) {
	parts := strings.Split(name, "/")
	if len(parts) != 3 || parts[2] != parts[1]+".rego" {
		return folder{}, fmt.Errorf("%s:1: a rule stands at CATEGORY/NAME/NAME.rego", src.shown(name))
	}
	for _, p := range parts[:2] {
		if !folderName.MatchString(p) {
			return folder{}, fmt.Errorf("%s:1: folder name %q: write lower-case letters, digits and single underscores",
				src.shown(name), p)
		}
	}
	return folder{src: src, category: parts[0], name: parts[1]}, nil
}

func isTest(name string) bool { return strings.HasSuffix(name, "_test.rego") }
