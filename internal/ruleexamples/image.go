package ruleexamples

import (
	"slices"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// Image describes an image: what imagetest.Spec says of it, and shorthands for the files that most examples are about.
type Image struct {
	imagetest.Spec
	// Passwd and Group are the bodies of /etc/passwd and /etc/group, in a layer of their own below all others.
	Passwd string `json:"passwd,omitempty"`
	Group  string `json:"group,omitempty"`
	// Files are the entries of one layer above that.
	Files []imagetest.Entry `json:"files,omitempty"`
	// Unreadable: there is no such image.
	Unreadable bool `json:"unreadable,omitempty"`
}

// Build is the spec with all shorthands written out.
func (i *Image) Build() imagetest.Spec {
	s := i.Spec
	var base []imagetest.Entry
	if i.Passwd != "" {
		base = append(base, imagetest.Entry{Path: "etc/passwd", Content: i.Passwd})
	}
	if i.Group != "" {
		base = append(base, imagetest.Entry{Path: "etc/group", Content: i.Group})
	}
	s.Layers = slices.Clone(s.Layers)
	if i.Files != nil {
		s.Layers = slices.Insert(s.Layers, 0, i.Files)
	}
	if base != nil {
		s.Layers = slices.Insert(s.Layers, 0, base)
	}
	return s
}

// Contents are what `from:` may name in an example: program is a static program for linux/amd64.
func Contents() imagetest.Contents { return imagetest.Contents{"program": program()} }
