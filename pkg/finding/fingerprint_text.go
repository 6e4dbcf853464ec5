package finding

import "strings"

// longLine is the length from which a line is no line that a person wrote: generated JSON has all of an object in one.
const longLine = 400

// valueText is what stands at the place of a finding, without its spacing and without the version of the image that it
// names: the value of the field. It is "" where the field is missing, as the place is then whatever is near, and where the
// value goes on beyond the line; the whole line where the place is no part of one.
func valueText(f Finding) string {
	line := f.Location.Snippet
	if len(line) > longLine {
		return ""
	}
	text := line
	if marked, behind, ok := split(f.Location); ok {
		text = marked
		if rest, isKey := strings.CutPrefix(behind, ":"); isKey {
			text = ""
			if strings.Trim(marked, `"'`) == lastElement(f.Path) {
				text = flowValue(strings.TrimSpace(rest))
			}
		}
	}
	return withoutVersion(strings.Join(strings.Fields(text), " "), f.Subject.Image)
}

// split cuts the line of a location into its place and what stands behind.
func split(l Location) (marked, behind string, ok bool) {
	runes := []rune(l.Snippet)
	from, to := l.Column-1, l.EndColumn-1
	if l.EndLine != l.Line || from < 0 || to <= from || to > len(runes) {
		return "", "", false
	}
	return string(runes[from:to]), strings.TrimSpace(string(runes[to:])), true
}

// lastElement is the last element of a JSON pointer.
func lastElement(pointer string) string {
	last := pointer[strings.LastIndexByte(pointer, '/')+1:]
	return strings.NewReplacer("~1", "/", "~0", "~").Replace(last)
}

// flowValue is the list or map that a text begins with, if it is written between brackets and ends in the line.
func flowValue(text string) string {
	if !strings.HasPrefix(text, "[") && !strings.HasPrefix(text, "{") {
		return ""
	}
	depth := 0
	for i, r := range text {
		switch r {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		if depth == 0 {
			return text[:i+1]
		}
	}
	return ""
}

// withoutVersion cuts tag and digest off the image of a finding, and off the base in a FROM.
func withoutVersion(text, image string) string {
	if !strings.HasPrefix(image, dockerfileScheme) {
		if image == "" {
			return text
		}
		return strings.ReplaceAll(text, image, repository(image))
	}
	words := strings.Split(text, " ")
	if !strings.EqualFold(words[0], "FROM") {
		return text
	}
	words[0] = "FROM"
	for i, w := range words {
		w = versionSuffix.ReplaceAllString(w, "")
		if colon := strings.LastIndexByte(w, ':'); colon > strings.LastIndexByte(w, '/') {
			w = w[:colon]
		}
		words[i] = w
	}
	return strings.Join(words, " ")
}
