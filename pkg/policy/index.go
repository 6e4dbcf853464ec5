package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// WriteIndex writes what a later Load of the same rules needs to know of their METADATA. See Source.Index.
func (s *Set) WriteIndex(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(s.rules)
}

func (s *Set) addIndexed(src *Source) error {
	raw, err := fs.ReadFile(src.FS, src.Index)
	if err != nil {
		return fmt.Errorf("read index of rules: %w", err)
	}
	var rules []finding.Rule
	if err := json.Unmarshal(raw, &rules); err != nil {
		return fmt.Errorf("read index of rules %s: %w", src.shown(src.Index), err)
	}
	libs, err := fs.Glob(src.FS, libCategory+"/*/*.rego")
	bad := []error{err}
	for _, name := range libs {
		if isTest(name) {
			continue
		}
		f, err := parseFolder(src, name)
		if err == nil {
			err = s.addLib(f)
		}
		bad = append(bad, err)
	}
	for _, r := range rules {
		bad = append(bad, s.register(folderOf(src, r.ID), nil, r))
	}
	return errors.Join(bad...)
}
