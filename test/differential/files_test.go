package differential

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// accounts are the two files, nil where there is none.
type accounts struct{ passwd, group *string }

// content is the file at an absolute path.
func (a accounts) content(p string) *string {
	switch p {
	case "/etc/passwd":
		return a.passwd
	case "/etc/group":
		return a.group
	}
	return nil
}

func (a accounts) Lookup(_ context.Context, p string) (rootfs.Answer, error) {
	if p == "/" || p == "/etc" {
		return rootfs.Answer{Entry: &rootfs.Entry{Path: p, Type: rootfs.Directory, Mode: 0o755}}, nil
	}
	c := a.content(p)
	if c == nil {
		return rootfs.Answer{}, nil
	}
	return rootfs.Answer{Entry: &rootfs.Entry{Path: p, Type: rootfs.Regular, Mode: 0o644, Size: int64(len(*c))}}, nil
}

func (a accounts) Read(_ context.Context, p string, _ int64) (rootfs.Content, error) {
	c := a.content(p)
	if c == nil {
		return rootfs.Content{}, fmt.Errorf("read %s: %w", p, rootfs.ErrNotRegular)
	}
	return rootfs.Content{Data: []byte(*c)}, nil
}

func (a accounts) Walk(context.Context, func(rootfs.Entry) error) (string, error) { return "", nil }

// image is an image with that USER.
func (a accounts) image(user string) *image.Image {
	return &image.Image{
		Platform: image.Platform{OS: "linux", Architecture: "amd64"}, Files: a, Config: image.Config{User: user},
	}
}

// onDisk calls use with a root file system that holds the files.
func (a accounts) onDisk(t testing.TB, use func(root string)) {
	t.Helper()
	root, err := os.MkdirTemp("", "differential")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := os.RemoveAll(root); err != nil {
			t.Error(err)
		}
	}()
	if err := os.Mkdir(filepath.Join(root, "etc"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"/etc/passwd", "/etc/group"} {
		if c := a.content(p); c != nil {
			if err := os.WriteFile(filepath.Join(root, p), []byte(*c), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	use(root)
}

// seeds are account files with the faults that matter, and user strings that meet them.
var (
	seedUsers = []string{
		"", "0", "root", "app", "1000", "1000:", ":1000", "1000:1000", "app:grp", "app:555", "1000:nogrp", "+1000", "01000",
		"-1", "2147483647", "2147483648", "99999999999999999999", "1:2:3", " 1000", "1234", "65534", "ghost", "::", "a b",
	}
	seedPasswd = []string{
		"root:x:0:0:root:/root:/bin/sh\napp:x:1000:2000:app:/home/app:/bin/sh\n1234:x:77:77::/:\n",
		"app\n", "app:x::\n", "# c\n\n  app:x:1000:2000\n", "app:x:abc:def:\n", "app:x:-5:-6:\n", ":x:5:6\n", "",
		"app:x:1000:2000\nother:x:1000:3000\napp:x:7:8\n", "app:x:4294967296:4294967297:\r\n", "+::::::\n",
	}
	seedGroup = []string{
		"root:x:0:\ngrp:x:555:\nextra:x:3000:app\nwheel:x:10:root,app\n", "", "app:x:1:app\n", "g:x:abc:app\n",
		"g:x:-7: app,app\n", "g:x:4294967296:app\n#x\ng:x:5:app:more\n", "2:3:x:9:\n2:3\n",
	}
)
