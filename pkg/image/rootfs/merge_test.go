package rootfs_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLookup(t *testing.T) {
	const base = "etc/\netc/passwd base\netc/group base\nbin -> usr/bin\nusr/\nusr/bin/\n0700 3:4 usr/bin/sh"
	tests := map[string]struct {
		layers []string
		want   map[string]string
	}{
		"no layer": {nil, map[string]string{"/": "dir 0755 0:0 /", "/etc": "absent"}},
		"upper file wins": {[]string{base, "0600 etc/passwd top"}, map[string]string{
			"/etc/passwd": "file 0600 0:0 /etc/passwd", "/etc/group": "file 0644 0:0 /etc/group",
		}},
		"whiteout": {[]string{base, "etc/.wh.passwd"}, map[string]string{
			"/etc/passwd": "absent", "/etc/group": "file 0644 0:0 /etc/group", "/etc": "dir 0755 0:0 /etc",
		}},
		"whiteout of a directory": {[]string{base, ".wh.etc"}, map[string]string{
			"/etc": "absent", "/etc/passwd": "absent",
		}},
		"whiteout, then the file again": {[]string{base, "etc/.wh.passwd\n0600 etc/passwd new"}, map[string]string{
			"/etc/passwd": "file 0600 0:0 /etc/passwd",
		}},
		"whiteout two layers down": {[]string{base, "etc/.wh.passwd", "0600 etc/passwd x", "usr/"}, map[string]string{
			"/etc/passwd": "file 0600 0:0 /etc/passwd",
		}},
		"overlayfs merges a directory that was whited out and made again": {
			[]string{base, ".wh.etc\n0700 etc/"}, map[string]string{
				"/etc": "dir 0700 0:0 /etc", "/etc/passwd": "file 0644 0:0 /etc/passwd",
			},
		},
		"opaque first": {[]string{base, "etc/\netc/.wh..wh..opq\netc/new x"}, map[string]string{
			"/etc/passwd": "absent", "/etc/new": "file 0644 0:0 /etc/new",
		}},
		"opaque last": {[]string{base, "etc/\n0600 etc/passwd x\netc/.wh..wh..opq"}, map[string]string{
			"/etc/passwd": "file 0600 0:0 /etc/passwd", "/etc/group": "absent",
		}},
		"opaque above": {[]string{base, "etc/\netc/a x\n", "0711 etc/\netc/.wh..wh..opq"}, map[string]string{
			"/etc": "dir 0711 0:0 /etc", "/etc/a": "absent", "/etc/passwd": "absent",
		}},
		"opaque root hides nothing": {[]string{base, ".wh..wh..opq"}, map[string]string{
			"/etc/passwd": "file 0644 0:0 /etc/passwd",
		}},
		"device 0:0 is overlayfs's own whiteout": {[]string{base, "etc/passwd char 0:0"}, map[string]string{
			"/etc/passwd": "absent",
		}},
		"file over directory": {[]string{base, "etc x"}, map[string]string{
			"/etc": "file 0644 0:0 /etc", "/etc/passwd": "absent",
		}},
		"directory over file": {[]string{base, "etc/passwd/\netc/passwd/x 1"}, map[string]string{
			"/etc/passwd": "dir 0755 0:0 /etc/passwd", "/etc/passwd/x": "file 0644 0:0 /etc/passwd/x",
		}},
		"an entry through a lower layer's link makes a directory of it": {
			[]string{base, "0755 bin/tool x"}, map[string]string{
				"/bin": "dir 0755 0:0 /bin", "/bin/tool": "file 0755 0:0 /bin/tool",
				"/bin/sh": "absent", "/usr/bin/sh": "file 0700 3:4 /usr/bin/sh", "/usr/bin/tool": "absent",
			},
		},
		"an entry through its own layer's link lands behind it": {
			[]string{"usr/\nusr/bin/\nbin -> usr/bin\n0755 bin/tool x"}, map[string]string{
				"/bin": "symlink 0777 0:0 /bin -> usr/bin", "/bin/tool": "absent",
				"/usr/bin/tool": "file 0755 0:0 /usr/bin/tool",
			},
		},
		"a path below a link is absent": {[]string{base}, map[string]string{
			"/bin": "symlink 0777 0:0 /bin -> usr/bin", "/bin/sh": "absent",
		}},
		"later entry of one layer": {[]string{"a 1\n0600 1:1 a 22\nd/\n0700 2:2 d/"}, map[string]string{
			"/a": "file 0600 1:1 /a", "/d": "dir 0700 2:2 /d",
		}},
		"odd names": {[]string{"./\n./etc/\n/etc/a x\n../etc/b x\netc/../etc//c x"}, map[string]string{
			"/etc/a": "file 0644 0:0 /etc/a", "/etc/b": "file 0644 0:0 /etc/b", "/etc/c": "file 0644 0:0 /etc/c",
		}},
		"root entries change nothing": {[]string{"0700 5:5 ./\n0700 /\n0700 ../\na x"}, map[string]string{
			"/": "dir 0755 0:0 /", "/a": "file 0644 0:0 /a",
		}},
		"devices and fifos": {[]string{"0666 null char 1:3\npipe fifo"}, map[string]string{
			"/null": "device 0666 0:0 /null", "/pipe": "fifo 0644 0:0 /pipe",
		}},
		"setuid": {[]string{"4755 su x\n1777 tmp/"}, map[string]string{
			"/su": "file 4755 0:0 /su", "/tmp": "dir 1777 0:0 /tmp",
		}},
		"hard link: mode and owner go to the shared inode": {[]string{"0755 a x\n0644 7:8 b => a"}, map[string]string{
			"/a": "file 0644 7:8 /a", "/b": "file 0644 7:8 /b",
		}},
		"owner out of range is cut to 32 bits, all ones is no change": {
			[]string{"4294967297:4294967295 a x"}, map[string]string{"/a": "file 0644 1:0 /a"},
		},
		"implied directory": {[]string{"x/y/z 1"}, map[string]string{"/x": "dir 0755 0:0 /x"}},
		"implied directory above one that is described": {[]string{"0700 5:6 etc/", "etc/a x"}, map[string]string{
			"/etc": "dir 0700 5:6 /etc",
		}},
		"implied directory above an implied one above a described one": {
			[]string{"0700 5:6 etc/", "etc/a x", "etc/b x"}, map[string]string{"/etc": "dir 0700 5:6 /etc"},
		},
		"implied directory takes after where a lower link leads": {
			[]string{"0700 5:6 real/\nd -> real", "d/a x"}, map[string]string{"/d": "dir 0700 5:6 /d"},
		},
		"implied directory over a lower file": {[]string{"0700 5:6 d x", "d/a x"}, map[string]string{
			"/d": "dir 0755 0:0 /d",
		}},
		"implied directory in a setgid one": {[]string{"2775 0:50 local/\nlocal/a/b/f x"}, map[string]string{
			"/local/a": "dir 0755 0:50 /local/a", "/local/a/b": "dir 0755 0:0 /local/a/b",
		}},
		"whiteout in the bottom layer removes": {[]string{"a x\n.wh.a\nd/\nd/e/f x\nd/.wh..wh..opq"}, map[string]string{
			"/a": "absent", "/d": "dir 0755 0:0 /d", "/d/e": "absent",
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := image(t, tt.layers...)
			got := map[string]string{}
			for path := range tt.want {
				got[path] = lookup(t, m, path)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if r := m.Refusal(); r != nil {
				t.Errorf("refused: %v", r)
			}
		})
	}
}
