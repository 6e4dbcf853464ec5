package rulesource

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/image"
)

func archiveOf(t *testing.T, headers ...tar.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range headers {
		text := []byte(h.Linkname)
		if h.Typeflag == tar.TypeReg || h.Typeflag == 0 {
			h.Typeflag, h.Size, h.Linkname = tar.TypeReg, int64(len(text)), ""
		}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			if _, err := w.Write(text); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// text is a file of an archive; its content travels in Linkname.
func text(name, content string) tar.Header { return tar.Header{Name: name, Linkname: content} }

func zipped(t *testing.T, raw []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func titled(name, content string) image.Blob {
	return image.Blob{
		MediaType: "application/vnd.cncf.openpolicyagent.policy.layer.v1+rego", Annotations: map[string]string{titleKey: name},
		Content: []byte(content),
	}
}

const bundleType = "application/vnd.oci.image.layer.v1.tar+gzip"

func TestUnpack(t *testing.T) {
	tests := map[string][]image.Blob{
		"bundle of OPA": {{MediaType: bundleType, Content: zipped(t, archiveOf(t,
			text("/a/x/x.rego", "x"), text("/a/y/y.rego", "y"), text("/a/x/README.md", "r"), text("/.manifest", "{}")))}},
		"archive without compression": {{MediaType: "application/x-tar", Content: archiveOf(t,
			tar.Header{Name: "./a/", Typeflag: tar.TypeDir}, text("./a/x/x.rego", "x"), text("./a/y/y.rego", "y"), text("./a/x/README.md", "r"))}},
		"files with titles":      {titled("a/x/x.rego", "x"), titled("./a/y/y.rego", "y"), titled("a/x/README.md", "r")},
		"below a folder":         {titled("policies/a/x/x.rego", "x"), titled("policies/a/y/y.rego", "y"), titled("policies/a/x/README.md", "r")},
		"a titled archive":       {{MediaType: "application/octet-stream", Annotations: map[string]string{titleKey: "rules.tar.gz"}, Content: zipped(t, archiveOf(t, text("r/s/a/x/x.rego", "x"), text("r/s/a/y/y.rego", "y"), text("r/s/a/x/README.md", "r")))}},
		"an archive and a layer": {{MediaType: bundleType, Content: zipped(t, archiveOf(t, text("a/x/x.rego", "x"), text("a/x/README.md", "r")))}, titled("a/y/y.rego", "y")},
	}
	for name, layers := range tests {
		t.Run(name, func(t *testing.T) {
			fsys, err := unpack(&image.Artifact{Layers: layers})
			if err != nil {
				t.Fatal(err)
			}
			for file, want := range map[string]string{"a/x/x.rego": "x", "a/y/y.rego": "y", "a/x/README.md": "r"} {
				got, err := fs.ReadFile(fsys, file)
				if diff := cmp.Diff(want, string(got)); err != nil || diff != "" {
					t.Errorf("%s: %v %s", file, err, diff)
				}
			}
		})
	}
}

func TestUnpackRefuses(t *testing.T) {
	one := func(h ...tar.Header) []image.Blob {
		return []image.Blob{{MediaType: bundleType, Content: zipped(t, archiveOf(t, h...))}}
	}
	var many []tar.Header
	for i := range maxEntries + 1 {
		many = append(many, text(fmt.Sprintf("a/x/%d", i), ""))
	}
	cut := zipped(t, archiveOf(t, text("a/x/x.rego", strings.Repeat("x", 4000)), text("a/y/y.rego", "y")))
	tests := map[string]struct {
		layers []image.Blob
		want   string
	}{
		"nothing":             {nil, "it holds no files"},
		"above the folder":    {one(text("a/../../x.rego", "")), "is no path below a folder"},
		"above, with a slash": {one(text("/../x.rego", "")), "is no path below a folder"},
		"two slashes":         {one(text("//etc/passwd", "")), "is no path below a folder"},
		"backslash":           {one(text(`a\..\x.rego`, "")), "is no path below a folder"},
		"title above":         {[]image.Blob{titled("../x.rego", "")}, "is no path below a folder"},
		"symbolic link":       {one(tar.Header{Name: "a", Typeflag: tar.TypeSymlink, Linkname: "/etc"}), "is neither a file nor a folder"},
		"hard link":           {one(text("b", "x"), tar.Header{Name: "a", Typeflag: tar.TypeLink, Linkname: "b"}), "is neither a file nor a folder"},
		"device":              {one(tar.Header{Name: "a", Typeflag: tar.TypeChar}), "is neither a file nor a folder"},
		"twice":               {one(text("a/x/x.rego", "x"), text("/a/x/x.rego", "y")), "is there twice"},
		"deep":                {one(text(strings.Repeat("a/", maxDepth)+"x", "")), "is deeper than 16 folders"},
		"many":                {one(many...), "more than 10000"},
		"a bomb":              {[]image.Blob{{Content: zipped(t, archiveOf(t, text("a/x/x.rego", strings.Repeat("x", maxUnpacked+1))))}}, "unpacks to more than"},
		"a bomb with a title": {[]image.Blob{{Annotations: map[string]string{titleKey: "a/x/x.rego"}, Content: zipped(t, make([]byte, maxUnpacked+1))}}, "unpacks to more than"},
		"cut off":             {[]image.Blob{{MediaType: bundleType, Content: cut[:len(cut)/2]}}, "unexpected EOF"},
		"neither":             {[]image.Blob{{MediaType: "application/wasm", Content: []byte("\x00asm, which is no archive and has no title")}}, `neither a tar archive nor named by org.opencontainers.image.title (media type "application/wasm")`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := unpack(&image.Artifact{Layers: test.layers})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("unpack: %v; want %q", err, test.want)
			}
		})
	}
}
