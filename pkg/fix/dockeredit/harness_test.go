package dockeredit_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/fix/dockeredit"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/policies"
)

// engine judges by all built-in rules.
var engine = sync.OnceValues(func() (*check.Engine, error) {
	set, err := policy.Load(context.Background(), policy.Source{FS: policies.FS, Builtin: true})
	if err != nil {
		return nil, err
	}
	all := check.Selection{Profile: check.Hardened, KubernetesMinor: check.NewestKnown}
	return check.NewEngine(context.Background(), set, all, identity.Containerd, false)
})

// judge predicts the file with the images of the shelf and judges it.
func judge(tb testing.TB, o dockerfile.Options) dockeredit.Judge {
	tb.Helper()
	e, err := engine()
	if err != nil {
		tb.Fatal(err)
	}
	return func(ctx context.Context, content []byte) (*dockerfile.Prediction, []finding.Finding, error) {
		o.Content = content
		p, err := dockerfile.Predict(ctx, o)
		if err != nil {
			return nil, nil, err
		}
		v, err := e.Dockerfile(ctx, p, check.Agreed{})
		return p, v.Findings, err
	}
}

// edit resolves all findings of a file.
func edit(tb testing.TB, content string, o dockerfile.Options, options dockeredit.Options) (*dockeredit.Result, []finding.Finding) {
	tb.Helper()
	j := judge(tb, o)
	_, findings, err := j(context.Background(), []byte(content))
	if err != nil {
		tb.Fatal(err)
	}
	r, err := dockeredit.Edit(context.Background(), []byte(content), findings, j, options)
	if err != nil {
		tb.Fatal(err)
	}
	return r, findings
}

// shelf answers for the images of the tests; all others are unread.
type shelf map[string]*image.Image

func (s shelf) Resolve(_ context.Context, ref string, p image.Platform) (*image.Image, string, error) {
	img, ok := s[strings.TrimPrefix(ref, "docker.io/library/")]
	if !ok {
		return nil, "offline", nil
	}
	c := *img
	c.Platform = p
	return &c, "", nil
}

// images are one of each flavour, and one that has a user.
func images(tb testing.TB) shelf {
	tb.Helper()
	path := []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
	debian := []imagetest.Entry{
		{Path: "etc/passwd", Content: "root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\n"},
		{Path: "etc/group", Content: "root:x:0:\nadm:x:4:\nwww-data:x:33:\nusers:x:100:\n"},
		{Path: "etc/login.defs", Content: "UID_MIN 1000\nUID_MAX 60000\nGID_MIN 1000\nGID_MAX 60000\nUMASK 022\nUSERGROUPS_ENAB yes\n"},
		{Path: "etc/default/useradd", Content: "SHELL=/bin/sh\n"},
		{Path: "etc/skel", Dir: true},
		{Path: "home", Dir: true},
		{Path: "bin", Link: "usr/bin"},
		program("usr/sbin/useradd"), program("usr/sbin/groupadd"), program("usr/bin/sh"),
	}
	node := append([]imagetest.Entry{}, debian...)
	node[0].Content += "node:x:1000:1000::/home/node:/bin/bash\n"
	node[1].Content += "node:x:1000:\n"
	alpine := []imagetest.Entry{
		{Path: "etc/passwd", Content: "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n"},
		{Path: "etc/group", Content: "root:x:0:root\nnobody:x:65534:\n"},
		{Path: "etc/shadow", Mode: "0640", Content: "root:*::0:::::\n"},
		{Path: "home", Dir: true},
		program("bin/busybox"),
		{Path: "usr/sbin/adduser", Link: "/bin/busybox"},
		{Path: "usr/sbin/addgroup", Link: "/bin/busybox"},
		{Path: "bin/sh", Link: "/bin/busybox"},
	}
	minimal := []imagetest.Entry{
		{Path: "etc/passwd", Content: "root:x:0:0:root:/root:/bin/bash\n"},
		{Path: "etc/group", Content: "root:x:0:\n"},
		{Path: "home", Dir: true},
		{Path: "bin", Link: "usr/bin"},
		program("usr/bin/sh"), program("usr/bin/mkdir"), program("usr/bin/chown"),
	}
	static := []imagetest.Entry{
		{Path: "etc/passwd", Content: "root:x:0:0:root:/root:/sbin/nologin\n"}, {Path: "etc/group", Content: "root:x:0:\n"},
	}
	distroless := []imagetest.Entry{
		{Path: "etc/passwd", Content: "root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n"},
		{Path: "etc/group", Content: "root:x:0:\nnonroot:x:65532:\n"},
	}
	return shelf{
		"debian:12":        {Config: image.Config{Env: path, Cmd: []string{"bash"}}, Files: files(tb, debian...)},
		"node:22":          {Config: image.Config{Env: path}, Files: files(tb, node...)},
		"alpine:3":         {Config: image.Config{Env: path, Cmd: []string{"/bin/sh"}}, Files: files(tb, alpine...)},
		"ubi9-minimal:9":   {Config: image.Config{Env: path}, Files: files(tb, minimal...)},
		"static:1":         {Config: image.Config{Env: path}, Files: files(tb, static...)},
		"distroless:1":     {Config: image.Config{Env: path}, Files: files(tb, distroless...)},
		"node-as-name:22":  {Config: image.Config{User: "node", Env: path}, Files: files(tb, node...)},
		"without-entry:1":  {Config: image.Config{User: "1001", Env: path}, Files: files(tb, debian...)},
		"trigger:1":        {Config: image.Config{OnBuild: []string{"USER root"}, Env: path}, Files: files(tb, debian...)},
		"windows-server:1": {Platform: image.Platform{OS: "windows", Architecture: "amd64"}},
	}
}

func program(path string) imagetest.Entry {
	return imagetest.Entry{Path: path, Mode: "0755", Content: "\x7fELF"}
}

func files(tb testing.TB, entries ...imagetest.Entry) rootfs.Files {
	tb.Helper()
	l, err := imagetest.Layer(entries, nil, imagetest.Plain)
	if err != nil {
		tb.Fatal(err)
	}
	return rootfs.New([]v1.Layer{l}, rootfs.Options{})
}
