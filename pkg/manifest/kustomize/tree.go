package kustomize

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// tree is all that the build of one folder reaches: what it would read, and what is wrong with it.
type tree struct {
	ctx    context.Context
	root   string
	limits manifest.Limits
	// shallow: only kustomizations are read, and of other files their names noted.
	shallow bool
	top     *folder
	// folders and files by their paths behind all symbolic links.
	folders map[string]*folder
	files   map[string]*file
	faults  []*manifest.Error
}

// folder is one kustomization with what it names, in the order in which kustomize uses it.
type folder struct {
	id int
	// dir is the path behind all symbolic links; name and file are the folder and its kustomization as reported.
	dir, name, file string
	// real is the kustomization's path behind all symbolic links.
	real   string
	fields *manifest.Fields
	k      types.Kustomization

	resources  []resource
	components []*folder
	// inner are the folders that hold configurations of plugins.
	inner []*folder
	used  []*file

	state  state
	visits int
}

// state tells whether a folder is being read, which is how a cycle shows.
type state int

const (
	reading state = iota
	read
)

// resource is what an entry of resources names: a file or a folder.
type resource struct {
	pointer string
	file    *file
	folder  *folder
}

// file is a file that a kustomization names.
type file struct {
	real, name string
	docs       []*manifest.Fields
	// fault is why not all documents are known. Kustomize may read the file all the same.
	fault *manifest.Error
}

// readTree follows every reference from a folder. dir is to be opened and the prefix of what is reported.
func readTree(ctx context.Context, dir, root string, limits manifest.Limits, shallow bool) *tree {
	t := &tree{
		ctx: ctx, root: root, limits: limits, shallow: shallow,
		folders: map[string]*folder{}, files: map[string]*file{},
	}
	here := finding.Location{File: filepath.ToSlash(dir)}
	t.top = t.folder(dir, here, 0)
	if t.top != nil && len(t.faults) == 0 && t.top.count() > maxVisits {
		at, _ := t.top.fields.Locate("")
		t.fail(at, fmt.Sprintf("the build enters kustomizations more than %d times", maxVisits), "")
	}
	return t
}

func (t *tree) fail(at finding.Location, message, hint string) {
	t.faults = append(t.faults, &manifest.Error{
		File: at.File, Line: at.Line, Column: at.Column, Snippet: at.Snippet, Message: message, Hint: hint,
	})
}

// folder reads the kustomization of a folder that something at the place names.
func (t *tree) folder(name string, at finding.Location, depth int) *folder {
	resolved, err := t.resolve(name)
	if err != nil {
		t.fail(at, fmt.Sprintf("open the folder: %v", err), "")
		return nil
	}
	if known, ok := t.folders[resolved]; ok {
		if known.state == reading {
			t.fail(at, fmt.Sprintf("a circle: %s is used by what it uses", known.name), "")
		}
		return known
	}
	if t.ctx.Err() != nil || depth > maxDepth {
		t.fail(at, fmt.Sprintf("kustomizations use each other more than %d deep, or the reading was interrupted", maxDepth), "")
		return nil
	}
	f := &folder{id: len(t.folders), dir: resolved, name: name}
	t.folders[resolved] = f
	if t.kustomization(f, at) {
		t.follow(f, depth)
	}
	f.state = read
	return f
}

// resolve gives the path behind all symbolic links of one that lies in the repository.
func (t *tree) resolve(name string) (string, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	resolved, err := within(t.root, abs)
	return resolved, plain(err)
}

// kustomization reads the file of that name in a folder.
func (t *tree) kustomization(f *folder, at finding.Location) bool {
	var found []string
	for _, n := range konfig.RecognizedKustomizationFileNames() {
		if info, err := os.Stat(filepath.Join(f.dir, n)); err == nil && info.Mode().IsRegular() {
			found = append(found, n)
		}
	}
	if len(found) != 1 {
		what := map[bool]string{true: "holds no kustomization", false: "holds more than one kustomization"}[len(found) == 0]
		t.fail(at, fmt.Sprintf("%s %s", filepath.ToSlash(f.name), what), "")
		return false
	}
	f.file = filepath.ToSlash(filepath.Join(f.name, found[0]))
	read := t.file(f.file, false)
	f.real = read.real
	switch {
	case read.fault != nil:
		t.faults = append(t.faults, read.fault)
	case len(read.docs) != 1:
		t.fail(finding.Location{File: f.file}, "a kustomization is one document", "")
	default:
		f.fields = read.docs[0]
		return t.decode(f)
	}
	return false
}

// file reads a file once, or only notes it. One that cannot be read has a fault.
func (t *tree) file(name string, only bool) *file {
	name = filepath.ToSlash(name)
	out := &file{name: name}
	resolved, err := t.resolve(name)
	if err == nil {
		if known, ok := t.files[resolved]; ok {
			return known
		}
		out.real = resolved
		t.files[resolved] = out
		if only {
			return out
		}
		var data []byte
		if data, err = readLimited(resolved); err == nil {
			out.docs, out.fault = manifest.ReadFields(name, data, t.limits)
		}
	}
	if err != nil {
		out.fault = &manifest.Error{File: name, Message: fmt.Sprintf("read: %v", plain(err)), Err: err}
	}
	return out
}

// count is how many kustomizations a build of the folder enters, a folder that is used twice counting twice.
func (f *folder) count() int {
	if f.visits > 0 {
		return f.visits
	}
	n := 1
	for _, next := range f.uses() {
		if n += next.count(); n > maxVisits {
			break
		}
	}
	f.visits = n
	return n
}

// uses lists the folders that a folder names, in the order in which they are built.
func (f *folder) uses() []*folder {
	var out []*folder
	for _, r := range f.resources {
		if r.folder != nil {
			out = append(out, r.folder)
		}
	}
	return append(append(out, f.components...), f.inner...)
}
