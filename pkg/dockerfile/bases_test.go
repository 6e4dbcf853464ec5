package dockerfile_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// shelf answers for the images of the tests; all others are unread.
type shelf map[string]*image.Image

func (s shelf) Resolve(_ context.Context, ref string, p image.Platform) (*image.Image, string, error) {
	ref = strings.TrimPrefix(ref, "docker.io/library/")
	if img, ok := s[ref]; ok {
		c := *img
		c.Platform = p
		return &c, "", nil
	}
	if strings.HasPrefix(ref, "broken") {
		return nil, "", fmt.Errorf("unauthorized")
	}
	return nil, "offline", nil
}

// newShelf builds the images: a Debian with shadow's tools and adduser, an Alpine with BusyBox, and some of which only the
// config matters. Programs are empty but for what tells one flavour from another.
func newShelf(tb testing.TB) shelf {
	tb.Helper()
	debian := files(tb, append(debianUsers(), program("usr/sbin/useradd"), program("usr/sbin/groupadd"),
		program("usr/sbin/usermod"), program("usr/sbin/userdel"), program("usr/sbin/groupdel"), program("usr/sbin/groupmod"),
		program("usr/bin/gpasswd"), program("usr/bin/chsh"), program("usr/bin/getent"), program("usr/bin/install"),
		imagetest.Entry{Path: "usr/sbin/adduser", Mode: "0755", Content: debianAdduser},
		imagetest.Entry{Path: "usr/sbin/addgroup", Link: "adduser"}, imagetest.Entry{Path: "usr/sbin/deluser", Mode: "0755", Content: debianAdduser},
	)...)
	alpine := files(tb, alpineEntries()...)
	fedora := files(tb, imagetest.Entry{Path: "etc/passwd", Content: "root:x:0:0:root:/root:/bin/bash\n"},
		imagetest.Entry{Path: "etc/group", Content: "root:x:0:\n"},
		imagetest.Entry{Path: "etc/login.defs", Content: "UID_MIN 1000\nUID_MAX 60000\nGID_MIN 1000\nGID_MAX 60000\n" +
			"SYS_UID_MIN 201\nSYS_UID_MAX 999\nSYS_GID_MIN 201\nSYS_GID_MAX 999\nUMASK 022\nHOME_MODE 0700\nCREATE_HOME yes\nUSERGROUPS_ENAB yes\n"},
		imagetest.Entry{Path: "etc/default/useradd", Content: "GROUP=100\nHOME=/home\nSHELL=/bin/bash\n"},
		program("usr/sbin/useradd"), program("usr/sbin/groupadd"), imagetest.Entry{Path: "usr/sbin/adduser", Link: "useradd"},
	)
	path := []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
	return shelf{
		"debian:12":   {Config: image.Config{Env: path, Cmd: []string{"bash"}, History: []image.History{{CreatedBy: "rootfs"}}}, Files: debian},
		"alpine:3":    {Config: image.Config{Env: path, Cmd: []string{"/bin/sh"}}, Files: alpine},
		"fedora:40":   {Config: image.Config{Env: path}, Files: fedora},
		"nonroot:1":   {Config: image.Config{User: "65532", Env: append(path, "HOME=/home/nonroot"), WorkingDir: "/home/nonroot"}, Files: debian},
		"aspnet:9":    {Config: image.Config{Env: append(path, "APP_UID=1654", "ASPNETCORE_HTTP_PORTS=8080")}, Files: debian},
		"triggers:1":  {Config: image.Config{Env: path, OnBuild: []string{"USER 9", "ENV FROM_BASE=yes"}}, Files: debian},
		"volumes:1":   {Config: image.Config{Env: path, Volumes: []string{"/data"}, ExposedPorts: []string{"80/tcp"}, Entrypoint: []string{"/run"}, Cmd: []string{"x"}}, Files: debian},
		"recursion:1": {Config: image.Config{Env: path, OnBuild: []string{"ONBUILD USER 1"}}, Files: debian},
	}
}

func program(path string) imagetest.Entry {
	return imagetest.Entry{Path: path, Mode: "0755", Content: "\x7fELF"}
}

// debianAdduser holds what the package looks for in the program to tell its version: that of Debian 12.
const debianAdduser = "#!/usr/bin/perl\nsub first_avail_uid {}\nmy $supp_group=\"users\";\n" +
	"$home_dir = $special_home || '/nonexistent';\n"

func debianUsers() []imagetest.Entry {
	return []imagetest.Entry{
		{Path: "etc/passwd", Content: "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n" +
			"nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n_apt:x:42:65534::/nonexistent:/usr/sbin/nologin\n"},
		{Path: "etc/group", Content: "root:x:0:\ndaemon:x:1:\nadm:x:4:\nstaff:x:50:\nusers:x:100:\nnogroup:x:65534:\n"},
		{Path: "etc/shadow", Mode: "0640", Content: "root:*:1:0:99999:7:::\n"},
		{Path: "etc/login.defs", Content: "UID_MIN 1000\nUID_MAX 60000\nGID_MIN 1000\nGID_MAX 60000\nUMASK 022\nUSERGROUPS_ENAB yes\n"},
		{Path: "etc/default/useradd", Content: "SHELL=/bin/sh\n"},
		{Path: "etc/adduser.conf", Content: "# all defaults\n"},
		{Path: "etc/skel", Dir: true},
		{Path: "etc/skel/.bashrc", Content: "# bash\n"},
		{Path: "root", Dir: true, Mode: "0700"},
		{Path: "home", Dir: true},
		{Path: "tmp", Dir: true, Mode: "1777"},
		{Path: "usr/bin", Dir: true},
		{Path: "bin", Link: "usr/bin"},
	}
}

func alpineEntries() []imagetest.Entry {
	out := []imagetest.Entry{
		{Path: "etc/passwd", Content: "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n"},
		{Path: "etc/group", Content: "root:x:0:root\nnogroup:x:65533:\nnobody:x:65534:\n"},
		{Path: "etc/shadow", Mode: "0640", Content: "root:*::0:::::\n"},
		{Path: "home", Dir: true},
		program("bin/busybox"),
	}
	for _, name := range []string{"usr/sbin/adduser", "usr/sbin/addgroup", "usr/sbin/deluser", "usr/sbin/delgroup", "bin/sh", "usr/bin/id"} {
		out = append(out, imagetest.Entry{Path: name, Link: "/bin/busybox"})
	}
	return out
}

func files(tb testing.TB, entries ...imagetest.Entry) rootfs.Files {
	tb.Helper()
	l, err := imagetest.Layer(entries, nil, imagetest.Plain)
	if err != nil {
		tb.Fatal(err)
	}
	return rootfs.New([]v1.Layer{l}, rootfs.Options{})
}
