package main

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

const example = "../../examples/api-server"

// The images are what the Dockerfiles say.
func TestImagesAreWhatTheDockerfilesSay(t *testing.T) {
	after, err := mended(example)
	if err != nil {
		t.Fatal(err)
	}
	for name, spec := range map[string]imagetest.Spec{"before": faulty(), "after": after} {
		t.Run(name, func(t *testing.T) {
			p, err := dockerfile.Predict(t.Context(), dockerfile.Options{
				File: filepath.Join(example, name, "Dockerfile"), ContextDir: example,
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(p.Missing) > 0 || len(p.Image.Config.Unknown) > 0 {
				t.Errorf("missing %v, unknown %v", p.Missing, p.Image.Config.Unknown)
			}
			if diff := cmp.Diff(said(t, p.Image), said(t, built(t, spec))); diff != "" {
				t.Errorf("the image differs (-Dockerfile +image):\n%s", diff)
			}
		})
	}
}

// built is the image of a spec, with texts for the programs.
func built(t *testing.T, spec imagetest.Spec) *image.Image {
	t.Helper()
	contents := imagetest.Contents{}
	for _, p := range programs {
		contents[p] = []byte(p)
	}
	dir := t.TempDir()
	if err := write(dir, spec, contents); err != nil {
		t.Fatal(err)
	}
	opener, err := image.NewOpener(image.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(opener.Close)
	images, err := opener.Open(t.Context(), image.Request{Source: image.Source{Kind: image.Layout, Path: dir}, Platforms: image.All()})
	if err != nil || len(images) != 1 {
		t.Fatalf("open layout: %d images, %v", len(images), err)
	}
	return images[0]
}

// sayings are what an image says of its process.
type sayings struct {
	User, WorkingDir            string
	Env, Entrypoint, Cmd, Ports []string
	Passwd, Group               string
	History                     []string
}

func said(t *testing.T, img *image.Image) sayings {
	t.Helper()
	c := img.Config
	s := sayings{
		User: c.User, WorkingDir: strings.TrimPrefix(c.WorkingDir, "/"), Env: c.Env, Entrypoint: c.Entrypoint, Cmd: c.Cmd,
		Ports: c.ExposedPorts, Passwd: text(t, img, "/etc/passwd"), Group: text(t, img, "/etc/group"),
	}
	for _, h := range c.History {
		s.History = append(s.History, h.CreatedBy)
	}
	return s
}

// text is the content of a file, "" where there is none.
func text(t *testing.T, img *image.Image, path string) string {
	t.Helper()
	c, err := img.Files.Read(context.Background(), path, 1<<20)
	if errors.Is(err, rootfs.ErrNotRegular) {
		return ""
	}
	if err != nil || c.Unknown != "" {
		t.Fatalf("read %s: %s, %v", path, c.Unknown, err)
	}
	return string(c.Data)
}
