package check

import (
	"strings"

	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// The marks stand for the pod's and the container's pointer. "~ " is no escape of RFC 6901, so no real pointer holds one.
const (
	podMark       = "/~ pod"
	containerMark = "/~ container"
)

type mark struct{ pointer, mark string }

// marks are the pointers that do not count when facts are compared, a longer one before those that it begins with.
type marks []mark

// marksOf lists the container before the pod that it lies in.
func marksOf(in *input.Container) marks {
	return marks{{in.Path, containerMark}, {in.PodPath, podMark}}
}

// write appends a string to facts. Only whole strings and their beginnings are taken for pointers: a program named
// /opt/spec/run is none.
func (m marks) write(buf []byte, s string) []byte {
	for i, p := range m {
		if rest, ok := strings.CutPrefix(s, p.pointer); ok && (rest == "" || rest[0] == '/') {
			return policy.AppendText(append(buf, byte(i+1)), rest)
		}
	}
	return policy.AppendText(append(buf, 0), s)
}

// mark replaces the pointers in what a rule says.
func (m marks) mark(s string) string {
	for _, p := range m {
		s = replacePointer(s, p.pointer, p.mark)
	}
	return s
}

// unmark puts them back.
func (m marks) unmark(s string) string {
	if strings.Contains(s, "/~ ") {
		for _, p := range m {
			s = strings.ReplaceAll(s, p.mark, p.pointer)
		}
	}
	return s
}

// replacePointer replaces a pointer that stands by itself or begins a longer one: never /containers/1 in /containers/10,
// nor /spec in /opt/spec.
func replacePointer(s, pointer, mark string) string {
	var b strings.Builder
	for at := 0; ; {
		i := strings.Index(s[at:], pointer)
		if i < 0 {
			b.WriteString(s[at:])
			return b.String()
		}
		start, end := at+i, at+i+len(pointer)
		b.WriteString(s[at:start])
		if start > 0 && (isNameByte(s[start-1]) || s[start-1] == '/' || s[start-1] == '.') || end < len(s) && isNameByte(s[end]) {
			b.WriteString(pointer)
		} else {
			b.WriteString(mark)
		}
		at = end
	}
}

func isNameByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '-' || c == '~'
}
