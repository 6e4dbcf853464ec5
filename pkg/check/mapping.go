package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/hullcheck/hullcheck/pkg/image"
)

// Mapping says where to read the image that manifests call Ref.
type Mapping struct {
	// Text is the entry as the user wrote it: REF=SOURCE.
	Text   string
	Ref    image.Ref
	Source Source
	// Required: it is an error if no manifest names Ref. A flag is about this run; an entry of a configuration file is
	// about the repository.
	Required bool

	named atomic.Bool
}

// ParseMapping reads REF=SOURCE. SOURCE is an image source or a Dockerfile.
func ParseMapping(text string, required bool) (*Mapping, error) {
	ref, source, ok := strings.Cut(text, "=")
	if !ok || ref == "" || source == "" {
		return nil, fmt.Errorf("image %q: write REF=SOURCE, for example ghcr.io/acme/api:1.2=oci:build/api", text)
	}
	r, err := image.ParseRef(ref)
	if err != nil {
		return nil, fmt.Errorf("image %q: %w", text, err)
	}
	src, err := Classify(source)
	if err != nil {
		return nil, fmt.Errorf("image %q: %w", text, err)
	}
	if src.Kind != ImageKind && src.Kind != Dockerfile {
		return nil, fmt.Errorf("image %q: %s is no image source: write registry:, oci:, archive: or daemon: before it",
			text, source)
	}
	return &Mapping{Text: text, Ref: r, Source: src, Required: required}, nil
}

// mappings are in the order in which they are tried: what is asked for in this run before what is configured, a digest
// before a tag before a repository, and of equal ones the one that was written last.
type mappings []*Mapping

func newMappings(in []*Mapping) mappings {
	out := slices.Clone(in)
	slices.Reverse(out)
	slices.SortStableFunc(out, func(a, b *Mapping) int { return cmp.Compare(b.precedence(), a.precedence()) })
	return out
}

func (m *Mapping) precedence() (p int) {
	if m.Required {
		p += 4
	}
	switch {
	case m.Ref.Digest != "":
		p += 2
	case m.Ref.Tag != "":
		p++
	}
	return p
}

// find gives the mapping of an image that a manifest names, nil where there is none, and notes for each that covers it
// that it was named.
func (ms mappings) find(ref string) *Mapping {
	r, err := image.ParseRef(ref)
	if err != nil {
		return nil
	}
	var found *Mapping
	for _, m := range ms {
		if !m.Ref.Covers(r) {
			continue
		}
		m.named.Store(true)
		if found == nil {
			found = m
		}
	}
	return found
}

// unnamed lists the required mappings that nothing named, in the order in which they were written.
func unnamed(in []*Mapping) (out []*Mapping) {
	for _, m := range in {
		if m.Required && !m.named.Load() {
			out = append(out, m)
		}
	}
	return out
}
