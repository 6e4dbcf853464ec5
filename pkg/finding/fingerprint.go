package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
)

// Fingerprints gives each finding, in the order of the list, a key that later runs give it again although the repository
// has changed around it: a line may move, its file be renamed, containers be added before this one, fields be written
// beside this one, the image get a new tag. What counts is the rule, whom it is about, the field without its positions in
// lists, and the text of its value.
//
// Findings with all of these in common are told apart by a number that counts them, so the list should be that of the
// whole run in the order of Compare.
func Fingerprints(fs []Finding) []string {
	seen := map[string]int{}
	keys := make([]string, len(fs))
	for i, f := range fs {
		k := f.fingerprint()
		seen[k]++
		keys[i] = fmt.Sprintf("%s:%d", k, seen[k])
	}
	return keys
}

// fingerprintLength is the number of hexadecimal digits: 64 bits, as code hosts use.
const fingerprintLength = 16

func (f Finding) fingerprint() string {
	var b strings.Builder
	s := f.Subject
	for _, part := range []string{
		f.Rule, s.Kind, s.Namespace, s.Name, s.Container, imageOf(f), withoutIndices(f.Path), valueText(f),
	} {
		fmt.Fprintf(&b, "%d:%s", len(part), part)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])[:fingerprintLength]
}

// dockerfileScheme begins the image of a finding on a Dockerfile, which is named after its file.
const dockerfileScheme = "dockerfile:"

// imageOf is the image that a finding is about, if it is about one and not about the object that names it. A Dockerfile
// may be renamed.
func imageOf(f Finding) string {
	switch image := f.Subject.Image; {
	case f.Subject.Kind != "":
		return ""
	case strings.HasPrefix(image, dockerfileScheme):
		return dockerfileScheme
	default:
		return repository(image)
	}
}

var versionSuffix = regexp.MustCompile(`(@[a-z0-9+._-]+:[0-9a-fA-F]+)?$`)

// repository is a reference without its digest and tag; the colon of a registry's port is none of a tag.
func repository(ref string) string {
	ref = versionSuffix.ReplaceAllString(ref, "")
	if colon := strings.LastIndexByte(ref, ':'); colon > strings.LastIndexByte(ref, '/') {
		// "oci:img" names a source: what stands before the only colon is then no repository.
		if !strings.ContainsRune(ref, '/') {
			return ref
		}
		return ref[:colon]
	}
	return ref
}

var index = regexp.MustCompile(`/([0-9]+|-)(/|$)`)

// withoutIndices replaces positions in lists of a JSON pointer by one sign.
func withoutIndices(path string) string { return index.ReplaceAllString(path, "/*$2") }
