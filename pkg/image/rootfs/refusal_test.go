package rootfs_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

func TestRefusal(t *testing.T) {
	tests := map[string]struct {
		layers []string
		want   string
	}{
		"whiteout after the file": {
			[]string{"", "etc/passwd x\netc/.wh.passwd"},
			`layer does not unpack at "etc/.wh.passwd": file exists: the layer holds both the file and its whiteout`,
		},
		"whiteout after the directory": {
			[]string{"", "etc/\n.wh.etc"},
			`layer does not unpack at ".wh.etc": file exists: the layer holds both the file and its whiteout`,
		},
		"same in the bottom layer": {
			[]string{"etc/passwd x\netc/.wh.passwd"},
			"",
		},
		"hard link to a lower layer": {
			[]string{"bin x", "app => bin"},
			`layer does not unpack at "app": hard link to "bin", which is not in the same layer`,
		},
		"hard link before its target": {
			[]string{"app => sh\n0755 sh x"},
			`layer does not unpack at "app": hard link to "sh", which is not in the same layer`,
		},
		"hard link to itself": {
			[]string{"app x\napp => app"},
			`layer does not unpack at "app": hard link to "app", which is not in the same layer`,
		},
		"hard link to a directory": {
			[]string{"d/\napp => d"},
			`layer does not unpack at "app": hard link to the directory "d"`,
		},
		"below a file": {
			[]string{"a x\na/b y"},
			`layer does not unpack at "a/b": not a directory`,
		},
		"far below a file": {
			[]string{"a x\na/b/c y"},
			`layer does not unpack at "a/b/c": not a directory`,
		},
		"below a file of a lower layer, two directories implied": {
			[]string{"a x", "a/b/c y"},
			`layer does not unpack at "a/b/c": a layer below: not a directory`,
		},
		"below a file of a lower layer, one implied": {
			[]string{"a x", "a/b y"},
			"",
		},
		"directory replaced by a file": {
			[]string{"a/\na/b/\na x"},
			`layer does not unpack at "a/b/": not a directory`,
		},
		"directory gone behind a dangling link": {
			[]string{"a/\na -> b"},
			`layer does not unpack at "a/": the directory is gone again at the end of the layer`,
		},
		"link loop on the way": {
			[]string{"a -> a\na/b x"},
			`layer does not unpack at "a/b": too many links`,
		},
		"empty link": {
			[]string{"a type 2"},
			`layer does not unpack at "a": symlink: no such file or directory`,
		},
		"invalid whiteout": {
			[]string{"", "a/.wh..."},
			`layer does not unpack at "a/.wh...": invalid whiteout name`,
		},
		"whiteout of no name": {
			[]string{"", ".wh."},
			`layer does not unpack at ".wh.": invalid whiteout name`,
		},
		"whiteout twice": {
			[]string{"", ".wh.a\n.wh.a"},
			`layer does not unpack at ".wh.a": file exists: the layer holds both the file and its whiteout`,
		},
		"below a whiteout": {
			[]string{"", ".wh.a\na/b x"},
			`layer does not unpack at "a/b": not a directory`,
		},
		"unknown type": {
			[]string{"a type V"},
			`layer does not unpack at "a": unhandled tar header type 86`,
		},
		"device out of range": {
			[]string{"a char 4294967296:0"},
			`layer does not unpack at "a": device number out of range`,
		},
		"good link and a whiteout for lower layers": {
			[]string{"", "a x\nb => a\n.wh.c"},
			"",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := image(t, tt.layers...)
			if _, err := m.Walk(context.Background(), func(rootfs.Entry) error { return nil }); err != nil {
				t.Fatal(err)
			}
			got := ""
			if r := m.Refusal(); r != nil {
				got = r.Error()
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLookupGoesOnAfterARefusal(t *testing.T) {
	m := image(t, "etc/\netc/passwd base\netc/group base\nbin x",
		"0600 etc/passwd top\netc/.wh.passwd\nlink => bin\n.wh.etc\nlast x")
	want := map[string]string{
		"/etc/passwd": "file 0600 0:0 /etc/passwd",
		"/etc/group":  "absent",
		"/link":       `unknown: hard link to "bin", which is not in the same layer`,
		"/link/x":     `unknown: hard link to "bin", which is not in the same layer`,
		"/last":       "file 0644 0:0 /last",
	}
	got := map[string]string{}
	for path := range want {
		got[path] = lookup(t, m, path)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
