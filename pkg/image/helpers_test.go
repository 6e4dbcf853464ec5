package image_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// passwdSpec is an image whose base has an /etc/passwd and whose top layer has not.
func passwdSpec(user string) imagetest.Spec {
	return imagetest.Spec{User: user, Layers: [][]imagetest.Entry{
		{
			{Path: "etc", Dir: true},
			{Path: "etc/passwd", Content: "root:x:0:0::/root:/bin/sh\n" + user + ":x:1000:1000::/:/bin/sh\n"},
		},
		{{Path: "app", Content: "#!/bin/sh\n", Mode: "0755"}},
	}}
}

func onPlatform(t *testing.T, platform, user string) v1.Image {
	t.Helper()
	s := passwdSpec(user)
	s.Platform = platform
	return imagetest.Must(t, s)
}

func newOpener(t *testing.T, o image.Options) *image.Opener {
	t.Helper()
	opener, err := image.NewOpener(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(opener.Close)
	return opener
}

func source(t *testing.T, s string) image.Source {
	t.Helper()
	src, err := image.ParseSource(s)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// seen is what a test compares of an image: what the user calls it, what it is, and what one of its files holds.
type seen struct {
	Name, Source, Digest, Platform, User string
	Verified                             bool
	Passwd                               string
}

func look(t *testing.T, images []*image.Image) []seen {
	t.Helper()
	var all []seen
	for _, img := range images {
		content, err := img.Files.Read(t.Context(), "/etc/passwd", 10<<20)
		if err != nil {
			t.Errorf("%s: read passwd: %v", img.Name, err)
		}
		all = append(all, seen{
			Name: img.Name, Source: img.Source, Digest: img.Digest, Platform: img.Platform.String(), User: img.Config.User,
			Verified: img.Verified, Passwd: string(content.Data) + content.Unknown,
		})
	}
	return all
}

func digestOf(t *testing.T, img v1.Image) string {
	t.Helper()
	d, err := img.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return d.String()
}

func passwdOf(user string) string {
	return "root:x:0:0::/root:/bin/sh\n" + user + ":x:1000:1000::/:/bin/sh\n"
}

// wantError checks class and text of an error; every class but a cancelled context carries a hint.
func wantError(t *testing.T, err error, class image.Class, text string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %s", class)
	}
	if image.ClassOf(err) != class || !strings.Contains(err.Error(), text) {
		t.Errorf("got class %q: %v\nwant class %q with text %q", image.ClassOf(err), err, class, text)
	}
	var e *image.Error
	if errors.As(err, &e) && strings.ContainsAny(e.Error(), "\n\x1b") {
		t.Errorf("more than one line: %q", e.Error())
	}
}

func writeFile(t *testing.T, name string, content []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
