package rootfs_test

import (
	"archive/tar"
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

func TestScanKeepsUserFiles(t *testing.T) {
	text := "etc/passwd 1\netc/passwd.bak 2\n/etc/group 3\nnix/store/abc-passwd 4\nusr/bin/tool 5\nusr/bin/passwd 6"
	kept := func(opts rootfs.ScanOptions) map[int]string {
		all := map[int]string{}
		for i, body := range scan(t, lines(t, text), opts).Bodies {
			all[i] = string(body)
		}
		return all
	}
	tests := map[string]struct {
		opts rootfs.ScanOptions
		want map[int]string
	}{
		"all that could be one": {rootfs.ScanOptions{}, map[int]string{0: "1", 2: "3", 3: "4", 5: "6"}},
		"what the caller asks": {rootfs.ScanOptions{
			Keep: func(_ int, name string) bool { return name == "/usr/bin/tool" },
		}, map[int]string{4: "5"}},
		"as much as fits":     {rootfs.ScanOptions{Limits: rootfs.Limits{Bodies: 2}}, map[int]string{0: "1", 2: "3"}},
		"none that is larger": {rootfs.ScanOptions{Limits: rootfs.Limits{Body: 1, Bodies: 1}}, map[int]string{0: "1"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, kept(tt.opts)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestScanReadsPAX(t *testing.T) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	capability := "\x01\x00\x00\x02" + strings.Repeat("\xff\x00", 8)
	for _, h := range []*tar.Header{
		{Typeflag: tar.TypeXGlobalHeader, PAXRecords: map[string]string{"comment": "of the whole archive"}},
		{Name: "capable", Typeflag: tar.TypeReg, PAXRecords: map[string]string{
			"SCHILY.xattr.security.capability": capability, "SCHILY.xattr.user.note": "x",
		}},
		{Name: strings.Repeat("d/", 200) + "deep", Typeflag: tar.TypeReg, Uid: 1 << 31},
	} {
		write(t, w, h, "")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	toc := scan(t, b.Bytes(), rootfs.ScanOptions{})
	if got := string(toc.Items[1].Capability); got != capability {
		t.Errorf("capability %q", got)
	}
	m := rootfs.FromTOCs([]*rootfs.TOC{toc})
	want := "file 0000 2147483648:0 /" + strings.Repeat("d/", 200) + "deep"
	if got := lookup(t, m, "/"+strings.Repeat("d/", 200)+"deep"); got != want {
		t.Errorf("got %s", got)
	}
	if got := lookup(t, m, "/capable"); got != "file 0000 0:0 /capable" {
		t.Errorf("got %s", got)
	}
	if r := m.Refusal(); r != nil {
		t.Error(r)
	}
}

// The two archives were made by GNU tar 1.34 with -S: "passwd", 4096 bytes of hole before "end\n", and "hole", a million
// bytes of nothing.
func TestScanOfSparseFiles(t *testing.T) {
	tests := map[string]string{
		"testdata/sparse-gnu.tar.gz": `layer does not unpack at "passwd": unhandled tar header type 83`,
		"testdata/sparse-pax.tar.gz": "",
	}
	for name, refusal := range tests {
		t.Run(name, func(t *testing.T) {
			stream, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			m := rootfs.FromTOCs([]*rootfs.TOC{scan(t, stream, rootfs.ScanOptions{})})
			content, err := m.Read(context.Background(), "/passwd", 5000)
			if want := strings.Repeat("\x00", 4096) + "end\n"; err != nil || string(content.Data) != want {
				t.Errorf("read %d bytes, %v", len(content.Data), err)
			}
			answer, err := m.Lookup(context.Background(), "/hole")
			if err != nil || answer.Entry == nil || answer.Entry.Size != 1_000_000 {
				t.Errorf("hole: %v, %v", answer, err)
			}
			got := ""
			if r := m.Refusal(); r != nil {
				got = r.Error()
			}
			if got != refusal {
				t.Errorf("refusal %q", got)
			}
		})
	}
}
