package manifest

import (
	"bytes"
	"io"
	"regexp"
)

// escapedLetter is an ASCII letter written as an escape, by which a key could be spelt otherwise.
var escapedLetter = regexp.MustCompile(`\\(x|u00|U000000)[4-7]`)

// mayHoldObject tells whether text can hold a Kubernetes object at all: nobody can write one without the keys apiVersion
// and kind. It is what makes the gigabytes of other YAML and JSON in a repository cheap, and it decides what is
// unreadable but somebody else's business.
func mayHoldObject(data []byte) bool {
	var m marks
	m.look(data)
	return m.both()
}

// marks remembers which of the two keys was seen.
type marks struct{ apiVersion, kind bool }

func (m *marks) look(data []byte) {
	m.apiVersion = m.apiVersion || bytes.Contains(data, []byte("apiVersion"))
	m.kind = m.kind || bytes.Contains(data, []byte("kind"))
	if !m.both() && bytes.IndexByte(data, '\\') >= 0 && escapedLetter.Match(data) {
		m.apiVersion, m.kind = true, true
	}
}

func (m *marks) both() bool { return m.apiVersion && m.kind }

// mayStreamObject is mayHoldObject for text that is too long to hold. It reads r to its end, or until it knows.
func mayStreamObject(r io.Reader) (bool, error) {
	const piece, overlap = 256 << 10, 16
	buf := make([]byte, piece)
	var m marks
	kept := 0
	for {
		n, err := io.ReadFull(r, buf[kept:])
		m.look(buf[:kept+n])
		switch {
		case m.both():
			return true, nil
		case err == io.EOF || err == io.ErrUnexpectedEOF:
			return false, nil
		case err != nil:
			return false, err
		}
		kept = copy(buf, buf[len(buf)-overlap:])
	}
}
