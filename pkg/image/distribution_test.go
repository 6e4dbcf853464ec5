package image_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

func write(t *testing.T, file string, content []byte) {
	t.Helper()
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// dockerConfig is a docker config folder with one account for host.
func dockerConfig(t *testing.T, host, user, pass string) {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("DOCKER_CONFIG", home)
	t.Setenv("XDG_RUNTIME_DIR", home)
	write(t, filepath.Join(home, "config.json"), fmt.Appendf(nil, `{"auths":{%q:{"username":%q,"password":%q}}}`, host, user, pass))
	write(t, filepath.Join(mkdir(t, home, ".docker"), "config.json"), must(os.ReadFile(filepath.Join(home, "config.json")))(t))
}

func mkdir(t *testing.T, elem ...string) string {
	t.Helper()
	dir := filepath.Join(elem...)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRealRegistry(t *testing.T) {
	d := imagetest.StartDistribution(t)
	img := onPlatform(t, "linux/amd64", "app")
	d.Push(t, "acme/api:1", img)
	ref := d.Host + "/acme/api:1"
	want := []seen{{
		Name: ref, Source: "registry:" + ref, Digest: digestOf(t, img), Platform: "linux/amd64", User: "app", Verified: true,
		Passwd: passwdOf("app"),
	}}
	t.Run("with the account of the docker config", func(t *testing.T) {
		dockerConfig(t, d.Host, imagetest.Account, imagetest.Password)
		images, err := open(t, image.Options{CAFile: d.CAFile}, ref)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, look(t, images)); diff != "" {
			t.Error(diff)
		}
		_, err = open(t, image.Options{CAFile: d.CAFile}, d.Host+"/acme/api:2")
		wantError(t, err, image.NotFound, "MANIFEST_UNKNOWN")
		_, err = open(t, image.Options{CAFile: d.CAFile}, d.Host+"/acme/none:1")
		wantError(t, err, image.NotFound, "answers 404")
	})
	t.Run("with the account of a credential helper", func(t *testing.T) {
		dockerConfig(t, d.Host, "", "")
		home := os.Getenv("DOCKER_CONFIG")
		write(t, filepath.Join(home, "config.json"), []byte(`{"credsStore":"hulltest"}`))
		helper := filepath.Join(home, "docker-credential-hulltest")
		script := fmt.Sprintf("#!/bin/sh\necho '{\"Username\":\"%s\",\"Secret\":\"%s\"}'\n", imagetest.Account, imagetest.Password)
		write(t, helper, []byte(script))
		if err := os.Chmod(helper, 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv("PATH", home+":"+os.Getenv("PATH"))
		images, err := open(t, image.Options{CAFile: d.CAFile}, ref)
		if err != nil || len(images) != 1 {
			t.Errorf("got %v, error %v", images, err)
		}
		t.Setenv("PATH", "/nowhere")
		_, err = open(t, image.Options{CAFile: d.CAFile}, ref)
		wantError(t, err, image.Unauthorized, "docker-credential-hulltest")
	})
	t.Run("with a wrong password", func(t *testing.T) {
		dockerConfig(t, d.Host, imagetest.Account, "guess")
		_, err := open(t, image.Options{CAFile: d.CAFile}, ref)
		wantError(t, err, image.Unauthorized, "answers 401: UNAUTHORIZED authentication required")
		if hint := image.HintOf(err); !strings.Contains(hint, "are wrong or expired") {
			t.Errorf("hint is %q", hint)
		}
	})
	t.Run("with no account", func(t *testing.T) {
		dockerConfig(t, "elsewhere.example", imagetest.Account, imagetest.Password)
		_, err := open(t, image.Options{CAFile: d.CAFile}, ref)
		wantError(t, err, image.Unauthorized, "answers 401")
		if hint := image.HintOf(err); !strings.Contains(hint, "there are none: docker login "+d.Host) {
			t.Errorf("hint is %q", hint)
		}
	})
	t.Run("with an unknown CA", func(t *testing.T) {
		dockerConfig(t, d.Host, imagetest.Account, imagetest.Password)
		_, err := open(t, image.Options{}, ref)
		wantError(t, err, image.Unreachable, "certificate")
		if hint := image.HintOf(err); !strings.Contains(hint, "--ca-file") {
			t.Errorf("hint is %q", hint)
		}
		images, err := open(t, image.Options{Insecure: []string{d.Host}}, ref)
		if err != nil || len(images) != 1 {
			t.Errorf("insecure: %v, error %v", images, err)
		}
	})
}

func TestBadCAFiles(t *testing.T) {
	for file, text := range map[string]string{
		filepath.Join(t.TempDir(), "none"):       "read CA file: open",
		writeFile(t, "ca.pem", []byte("no PEM")): "no PEM certificate in",
	} {
		if _, err := image.NewOpener(image.Options{CAFile: file}); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%s: %v", file, err)
		}
	}
}
