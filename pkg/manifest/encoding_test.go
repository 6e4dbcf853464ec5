package manifest

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	k8syaml "sigs.k8s.io/yaml"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

func inUTF16(order binary.ByteOrder, text string) string {
	var b bytes.Buffer
	for _, u := range utf16.Encode([]rune("\ufeff" + text)) {
		_ = binary.Write(&b, order, u) // a buffer takes everything
	}
	return b.String()
}

// Files are read in the encodings that the YAML library takes, with the values that it gives and the lines of the text.
func TestEncodings(t *testing.T) {
	text := "# ☃ 😀\napiVersion: v1\r\nkind: Thing\r\nspec: {α: 日本😀, b: 1}\r\n"
	for name, in := range map[string]string{
		"UTF-8":                text,
		"UTF-8 with mark":      "\ufeff" + text,
		"UTF-16 little endian": inUTF16(binary.LittleEndian, text),
		"UTF-16 big endian":    inUTF16(binary.BigEndian, text),
	} {
		t.Run(name, func(t *testing.T) {
			o := single(t, in)
			var want map[string]any
			if err := k8syaml.Unmarshal([]byte(in), &want); err != nil {
				t.Fatal(err)
			}
			if got := jsonpointer.At(o.Value(), "/spec/α"); got != want["spec"].(map[string]any)["α"] {
				t.Errorf("value %q", got)
			}
			if got := shownAt(text, o.Locate("/spec/b")); got != "4:19 1" {
				t.Errorf("place %q", got)
			}
		})
	}
}

// Of a UTF-16 stream the YAML library reads only the first document; every one is read here.
func TestUTF16Stream(t *testing.T) {
	o := collect(t, new(Reader), inUTF16(binary.LittleEndian, good+good+thing))
	if len(o.objects) != 3 || o.objects[2].Locate("").Line != 10 {
		t.Errorf("%+v", o)
	}
}

func TestBrokenUTF16(t *testing.T) {
	whole := inUTF16(binary.BigEndian, good+thing+"a: ")
	for name, tail := range map[string]string{
		"half a unit": "\x00", "half a pair": "\xd8\x3d", "no pair": "\xd8\x3d\x00a", "low first": "\xdc\x00\x00a",
	} {
		t.Run(name, func(t *testing.T) {
			o := collect(t, new(Reader), whole+tail)
			if len(o.objects) != 1 || len(o.errs) != 1 || len(o.skipped) != 0 {
				t.Fatalf("%+v", o)
			}
			if e := o.errs[0]; e.Message != "invalid UTF-16" || e.Line != 7 || e.Column != 4 {
				t.Errorf("%v", e)
			}
		})
	}
}

func TestUTF16WithoutMark(t *testing.T) {
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		o := collect(t, new(Reader), inUTF16(order, thing)[2:])
		if len(o.objects) != 0 || len(o.errs) != 1 || !strings.HasPrefix(o.errs[0].Message, "UTF-16 without") {
			t.Errorf("%+v", o)
		}
		if o := collect(t, new(Reader), inUTF16(order, "a: 1")[2:]); len(o.skipped) != 1 {
			t.Errorf("no object: %+v", o)
		}
	}
}

func TestBreaks(t *testing.T) {
	in := "a\nb\r\nc\rd\u0085e\u2028f\u2029g"
	if got := breaks([]byte(in), false); len(got) != 4 {
		t.Errorf("lines of the file: %v", got)
	}
	if got := breaks([]byte(in), true); len(got) != 7 {
		t.Errorf("lines of YAML: %v", got)
	}
	tx := &text{file: "f", data: []byte(in)}
	if line, column := tx.place(len(in)); line != 4 || column != 8 {
		t.Errorf("place %d:%d", line, column)
	}
	if got := tx.line(2); got != "b" {
		t.Errorf("line 2 is %q", got)
	}
	if got := tx.line(9); got != "" {
		t.Errorf("line 9 is %q", got)
	}
	if l := tx.location(3, 2); l.EndColumn != l.Column {
		t.Errorf("a location that ends before it begins: %+v", l)
	}
	if strings.Contains(tx.line(1), "\n") {
		t.Error("line with its end")
	}
}
