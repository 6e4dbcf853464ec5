package manifest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// utf8Text turns the bytes of a file into UTF-8 without a byte order mark. As for the YAML library, the encoding is UTF-8
// unless a byte order mark says UTF-16; what is not valid UTF-8 is left for the document that holds it. ok is false, and
// bad the offset in the result, where UTF-16 is broken: text behind that place cannot be trusted.
func utf8Text(data []byte) (out []byte, bad int, ok bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return data[3:], 0, true
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return fromUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return fromUTF16(data[2:], binary.BigEndian)
	}
	return data, 0, true
}

// unmarked tells whether data is UTF-16 without a byte order mark that may hold an object: the YAML library takes it for
// UTF-8 full of NUL.
func unmarked(data []byte) bool {
	if len(data) < 2 || (data[0] == 0) == (data[1] == 0) {
		return false
	}
	var order binary.ByteOrder = binary.LittleEndian
	if data[0] == 0 {
		order = binary.BigEndian
	}
	out, _, _ := fromUTF16(data, order)
	return mayHoldObject(out)
}

func fromUTF16(data []byte, order binary.ByteOrder) (out []byte, bad int, ok bool) {
	out = make([]byte, 0, len(data)/2+len(data)/8)
	for len(data) >= 2 {
		r := rune(order.Uint16(data))
		data = data[2:]
		if utf16.IsSurrogate(r) {
			if len(data) < 2 {
				return out, len(out), false
			}
			r = utf16.DecodeRune(r, rune(order.Uint16(data)))
			data = data[2:]
			if r == utf8.RuneError {
				return out, len(out), false
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out, len(out), len(data) == 0
}

// badRune finds the first byte that YAML does not take as text: invalid UTF-8, or a control character
// (YAML 1.1, section 5.1). JSON refuses control characters itself, and only inside strings.
func badRune(data []byte) (offset int, message string) {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size <= 1:
			return i, fmt.Sprintf("byte 0x%02x is not valid UTF-8", data[i])
		case !printable(r):
			return i, fmt.Sprintf("control character U+%04X is not allowed", r)
		}
		i += size
	}
	return -1, ""
}

func printable(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r', r == 0x85:
		return true
	case r < 0x20, r >= 0x7F && r < 0xA0, r == 0xFFFE, r == 0xFFFF:
		return false
	}
	return true
}
