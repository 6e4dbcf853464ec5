package report

import (
	"cmp"
	"net/url"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// sarifPlace is a location: a file with a region if the line is known; or the name of what is no file, such as an image.
func sarifPlace(at finding.Location) sarifLocation {
	switch {
	case at.File != "":
		return sarifLocation{Physical: &sarifPhysical{Artifact: sarifArtifactOf(at.File), Region: sarifRegionOf(at)}}
	case at.Source != "":
		return sarifLocation{
			// Code hosts refuse results without a physical location.
			Physical: &sarifPhysical{Artifact: sarifArtifact{URI: sourceURI(at.Source)}},
			Logical:  []sarifLogical{{FullyQualifiedName: at.Source, Kind: "source"}},
		}
	}
	return sarifLocation{}
}

// sarifObject is the logical location of a Kubernetes object and its container.
func sarifObject(s finding.Subject) []sarifLogical {
	if s.Kind == "" {
		return nil
	}
	name := path.Join(s.Namespace, s.Kind, s.Name)
	out := []sarifLogical{{Name: s.Name, FullyQualifiedName: name, Kind: "object"}}
	if s.Container != "" {
		out = append(out, sarifLogical{
			Name: s.Container, FullyQualifiedName: name + "/" + s.Container, Kind: "container",
		})
	}
	return out
}

// sarifArtifactOf is a file as a URI: relative to the root of the sources, or absolute if its path is.
func sarifArtifactOf(file string) sarifArtifact {
	slashed := filepath.ToSlash(file)
	if path.IsAbs(slashed) || filepath.IsAbs(file) {
		return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: "/" + strings.TrimLeft(slashed, "/")}).String()}
	}
	return sarifArtifact{URI: (&url.URL{Path: path.Clean(slashed)}).String(), URIBaseID: sourceRoot}
}

// sourceURI is a SOURCE such as "oci:build/web" as a URI; its scheme says that it is no file.
func sourceURI(source string) string {
	if scheme, rest, ok := strings.Cut(source, ":"); ok && !strings.ContainsAny(scheme, "/.%") {
		return scheme + ":" + (&url.URL{Path: rest}).EscapedPath()
	}
	return (&url.URL{Path: source}).String()
}

// sarifRegionOf is the region of a location, nil without a line. Columns, which a Location counts in runes, are given only
// where the text of their line is known or where they are the first: they cannot be counted in UTF-16 units otherwise.
func sarifRegionOf(at finding.Location) *sarifRegion {
	if at.Line == 0 {
		return nil
	}
	r := &sarifRegion{StartLine: at.Line, EndLine: cmp.Or(at.EndLine, at.Line)}
	if at.Precision == finding.PrecisionResource || at.Column == 0 {
		return r
	}
	start, ok := utf16Column(at.Snippet, at.Column)
	if !ok {
		return r
	}
	r.StartColumn = start
	snippet := at.Snippet
	if r.EndLine != r.StartLine {
		snippet = ""
	}
	if at.EndColumn > 0 {
		if end, ok := utf16Column(snippet, at.EndColumn); ok {
			r.EndColumn = end
		}
	}
	return r
}

// utf16Column translates a column in runes into one in UTF-16 units.
func utf16Column(line string, column int) (int, bool) {
	if column == 1 {
		return 1, true
	}
	units, runes := 1, 1
	for len(line) > 0 && runes < column {
		r, n := utf8.DecodeRuneInString(line)
		units += utf16.RuneLen(r)
		runes++
		line = line[n:]
	}
	return units, runes == column
}
