package dockerfile_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// base is one image of the store that both sides build on.
type base struct {
	name   string
	alpine bool
	bare   bool // neither Debian nor BusyBox below
	config v1.Config
	files  []imagetest.Entry
}

const searchPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// bases stand in for the images that well-known Dockerfiles are built on: what counts of those here are their config,
// their users, and that their tools leave files behind.
func bases() []base {
	user := func(passwd, group string) []imagetest.Entry {
		return []imagetest.Entry{{Path: "etc/passwd", Content: passwd}, {Path: "etc/group", Content: group}}
	}
	const root, rootGroup = "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
		"root:x:0:\nadm:x:4:\nusers:x:100:\nnogroup:x:65534:\n"
	out := []base{
		{name: "debian:12", config: v1.Config{Cmd: []string{"bash"}}},
		{name: "alpine:3", alpine: true, files: []imagetest.Entry{{Path: "var/lib", Dir: true}}, config: v1.Config{Cmd: []string{"/bin/sh"}}},
		{name: "node-alpine:22", alpine: true, config: v1.Config{Env: []string{"NODE_VERSION=22"}, Cmd: []string{"node"}}},
		{name: "nonroot:1", config: v1.Config{User: "65532", WorkingDir: "/home/nonroot", Env: []string{"HOME=/home/nonroot"}}},
		{name: "triggers:1", config: v1.Config{OnBuild: []string{"USER 9", "ENV FROM_BASE=yes", "RUN touch /tmp/triggered"}}},
		{
			name: "aspnet:9", config: v1.Config{Env: []string{"APP_UID=1654", "ASPNETCORE_HTTP_PORTS=8080"}},
			files: user(root+"app:x:1654:1654::/home/app:/bin/sh\n", rootGroup+"app:x:1654:\n"),
		},
		{name: "dotnet-sdk:9", config: v1.Config{Env: []string{"APP_UID=1654"}}},
		{
			name: "golang:1", config: v1.Config{WorkingDir: "/go", Env: []string{"GOPATH=/go"}},
			files: []imagetest.Entry{{Path: "go", Dir: true, Mode: "1777"}},
		},
		{
			name: "node:22", config: v1.Config{Entrypoint: []string{"docker-entrypoint.sh"}, Cmd: []string{"node"}},
			files: user(root+"node:x:1000:1000::/home/node:/bin/bash\n", rootGroup+"node:x:1000:\n"),
		},
		{
			name: "node-onbuild:1", config: v1.Config{OnBuild: []string{"WORKDIR /usr/src/app", "COPY package.json .", "RUN npm install", "COPY . ."}},
			files: user(root+"node:x:1000:1000::/home/node:/bin/bash\n", rootGroup+"node:x:1000:\n"),
		},
		{name: "gradle:8", files: user(root+"gradle:x:1000:1000::/home/gradle:/bin/bash\n", rootGroup+"gradle:x:1000:\n")},
		{name: "php:8", files: user(root+"www-data:x:33:33::/var/www:/usr/sbin/nologin\n", rootGroup+"www-data:x:33:\n")},
		{
			name: "nginx:1", config: v1.Config{Cmd: []string{"nginx"}, ExposedPorts: map[string]struct{}{"80/tcp": {}}},
			files: append(user(root+"nginx:x:101:101::/nonexistent:/bin/false\n", rootGroup+"nginx:x:101:\n"),
				imagetest.Entry{Path: "var/cache/nginx", Dir: true}, imagetest.Entry{Path: "etc/nginx/conf.d/default.conf", Content: "x"}),
		},
		{name: "distroless:1", bare: true, config: v1.Config{User: "0", WorkingDir: "/"}, files: append(
			user("root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n", "root:x:0:\nnonroot:x:65532:\n"),
			imagetest.Entry{Path: "home/nonroot", Dir: true, Mode: "0700", UID: 65532, GID: 65532})},
	}
	for _, name := range []string{"python:3", "maven:3", "temurin:21", "rust:1", "ruby:3", "ubi-minimal:9"} {
		out = append(out, base{name: name})
	}
	return out
}

// store is an OCI layout with all bases, and the same images for the prediction.
type store struct {
	dir     string
	digests map[string]string
	images  map[string]*image.Image
	layers  map[string][]tarEntry // of the bases, by diff ID
}

// newStore builds the bases on one of Debian's suites.
func newStore(t *testing.T, parts, suite, dir string) *store {
	t.Helper()
	s := &store{dir: dir, digests: map[string]string{}, images: map[string]*image.Image{}, layers: map[string][]tarEntry{}}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	debianTar, err := os.ReadFile(filepath.Join(parts, suite+".tar"))
	must(err)
	busyboxTar, err := os.ReadFile(filepath.Join(parts, "busybox.tar"))
	must(err)
	debian, busybox := static.NewLayer(debianTar, types.OCIUncompressedLayer), static.NewLayer(busyboxTar, types.OCIUncompressedLayer)
	tools := layer(t, toolFiles(t))
	l, err := layout.Write(dir, empty.Index)
	must(err)
	cache := rootfs.NewMemoryCache()
	for _, b := range bases() {
		var layers []v1.Layer
		switch {
		case b.bare:
		case b.alpine:
			layers = []v1.Layer{busybox, tools}
		default:
			layers = []v1.Layer{debian, tools}
		}
		if len(b.files) > 0 {
			layers = append(layers, layer(t, b.files))
		}
		img, err := mutate.AppendLayers(mutate.MediaType(mutate.ConfigMediaType(empty.Image, types.OCIConfigJSON), types.OCIManifestSchema1), layers...)
		must(err)
		b.config.Env = append([]string{searchPath}, b.config.Env...)
		img, err = mutate.Config(img, b.config)
		must(err)
		file, err := img.ConfigFile()
		must(err)
		file = file.DeepCopy()
		file.OS, file.Architecture = "linux", "amd64"
		img, err = mutate.ConfigFile(img, file)
		must(err)
		must(l.AppendImage(img))
		digest, err := img.Digest()
		must(err)
		s.digests[b.name] = digest.String()
		for i, id := range file.RootFS.DiffIDs {
			if _, ok := s.layers[id.String()]; !ok {
				s.layers[id.String()], err = entries(layers[i])
				must(err)
			}
		}
		s.images[b.name] = &image.Image{Config: config(file), Files: rootfs.New(layers, rootfs.Options{Cache: cache})}
	}
	return s
}

// layer is an uncompressed layer.
func layer(t *testing.T, entries []imagetest.Entry) v1.Layer {
	t.Helper()
	b, err := imagetest.Tar(entries, nil)
	if err != nil {
		t.Fatal(err)
	}
	return static.NewLayer(b, types.OCIUncompressedLayer)
}

// toolFiles are the programs that stand in for compilers and package managers.
func toolFiles(t *testing.T) []imagetest.Entry {
	t.Helper()
	script, err := os.ReadFile("testdata/tool.sh")
	if err != nil {
		t.Fatal(err)
	}
	out := []imagetest.Entry{{Path: "usr/local/bin/.tool", Mode: "0755", Content: string(script)}}
	for _, name := range strings.Fields("go npm npx node pnpm yarn corepack pip pip3 python python3 poetry mvn gradle java dotnet cargo bundle composer apt-get apk make") {
		out = append(out, imagetest.Entry{Path: "usr/local/bin/" + name, Link: ".tool"})
	}
	return out
}

// config is what the package reads of a config.
func config(f *v1.ConfigFile) image.Config {
	c := image.Config{
		User: f.Config.User, Env: f.Config.Env, Entrypoint: f.Config.Entrypoint, Cmd: f.Config.Cmd,
		WorkingDir: f.Config.WorkingDir, Labels: f.Config.Labels, OnBuild: f.Config.OnBuild, Shell: f.Config.Shell,
	}
	for v := range f.Config.Volumes {
		c.Volumes = append(c.Volumes, v)
	}
	for p := range f.Config.ExposedPorts {
		c.ExposedPorts = append(c.ExposedPorts, p)
	}
	slices.Sort(c.Volumes)
	slices.Sort(c.ExposedPorts)
	for _, h := range f.History {
		c.History = append(c.History, image.History{CreatedBy: h.CreatedBy, EmptyLayer: h.EmptyLayer})
	}
	return c
}

// Resolve implements dockerfile.BaseResolver.
func (s *store) Resolve(_ context.Context, ref string, p image.Platform) (*image.Image, string, error) {
	img, ok := s.images[strings.TrimPrefix(ref, "docker.io/library/")]
	if !ok {
		return nil, "it is not in the store", nil
	}
	c := *img
	c.Platform = p
	return &c, "", nil
}
