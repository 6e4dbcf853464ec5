package main

import (
	"bytes"
	"debug/elf"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/internal/cli"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// small are the options of an image whose program is compiled in no time; all else is as in the real one.
func small(t *testing.T) options {
	t.Helper()
	pem := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(pem, []byte("certificates\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return options{
		out: filepath.Join(t.TempDir(), "image"), version: "v1.2.3", revision: "0123abcd", caFile: pem,
		platforms: []string{"linux/amd64", "linux/arm64"}, program: imagetest.Program{Dir: "testdata/program", Package: "."},
	}
}

var noon = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

// TestRunsAsItPreaches: with the flags that are the default, nothing is to be said of any platform.
func TestRunsAsItPreaches(t *testing.T) {
	o := small(t)
	if err := o.build(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := cli.Main(t.Context(), []string{"check", "oci:" + o.out, "-o", "json"}, nil, &out, &errs); code != 0 {
		t.Errorf("check exits %d: %s%s", code, out.String(), errs.String())
	}
	var report struct {
		Inputs   []struct{ Platform, User string }
		Findings []json.RawMessage
	}
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	judged := []struct{ Platform, User string }{{"linux/amd64", user}, {"linux/arm64", user}}
	if diff := cmp.Diff(judged, report.Inputs); diff != "" || len(report.Findings) != 0 {
		t.Errorf("%d findings %s, %s", len(report.Findings), report.Findings, diff)
	}
	out.Reset()
	if code := cli.Main(t.Context(), []string{"whoami", "oci:" + o.out, "-o", "json"}, nil, &out, &errs); code != 0 {
		t.Errorf("whoami exits %d: %s", code, errs.String())
	}
	var who []struct {
		Subject  struct{ Platform string }
		Identity struct {
			UID, GID int
			Username string
		}
		Start struct{ Verdict string }
	}
	if err := json.Unmarshal(out.Bytes(), &who); err != nil || len(who) != 2 {
		t.Fatalf("whoami: error %v: %s", err, out.String())
	}
	for _, w := range who {
		if w.Identity.UID != 65532 || w.Identity.GID != 65532 || w.Identity.Username != "hullcheck" || w.Start.Verdict == "fails" {
			t.Errorf("whoami: %+v", w)
		}
	}
}

func TestWhatIsInTheImage(t *testing.T) {
	o := small(t)
	if err := o.build(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	opener, err := image.NewOpener(image.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(opener.Close)
	images, err := opener.Open(t.Context(), image.Request{Source: image.Source{Kind: image.Layout, Path: o.out, Tag: "v1.2.3"}})
	if err != nil || len(images) != 2 {
		t.Fatalf("%d images, error %v", len(images), err)
	}
	machines := map[string]elf.Machine{"linux/amd64": elf.EM_X86_64, "linux/arm64": elf.EM_AARCH64}
	for _, img := range images {
		for path, want := range map[string]string{
			"/etc/passwd": passwd, "/etc/group": group, systemCAs: "certificates\n",
		} {
			if got, err := img.Files.Read(t.Context(), path, 1<<20); err != nil || string(got.Data) != want {
				t.Errorf("%s: %s: %q, error %v", img.Platform, path, got.Data, err)
			}
		}
		a, err := img.Files.Lookup(t.Context(), "/hullcheck")
		if err != nil || a.Entry == nil || a.Entry.Mode != 0o755 || a.Entry.UID != 0 || a.Entry.Program == nil {
			t.Fatalf("%s: %+v, error %v", img.Platform, a, err)
		}
		if p := a.Entry.Program; elf.Machine(p.Machine) != machines[img.Platform.String()] || p.Interpreter != "" {
			t.Errorf("%s: the program is not static, or for another machine: %+v", img.Platform, p)
		}
		home, err := img.Files.Lookup(t.Context(), "/home/hullcheck")
		if err != nil || home.Entry == nil || home.Entry.UID != 65532 || home.Entry.Mode != 0o700 {
			t.Errorf("%s: home: %+v, error %v", img.Platform, home, err)
		}
		const prefix = "org.opencontainers.image."
		want := map[string]string{
			prefix + "title": "hullcheck", prefix + "licenses": "Apache-2.0", prefix + "version": "v1.2.3",
			prefix + "revision": "0123abcd", prefix + "created": "2026-11-29T12:00:00Z",
			prefix + "source": "https://github.com/hullcheck/hullcheck", prefix + "description": img.Config.Labels[prefix+"description"],
		}
		if diff := cmp.Diff(want, img.Config.Labels); diff != "" {
			t.Errorf("%s: labels: %s", img.Platform, diff)
		}
	}
}

func TestTheSameInputsGiveTheSameBytes(t *testing.T) {
	first, second := small(t), small(t)
	for _, o := range []options{first, second} {
		o.platforms = []string{"linux/amd64"}
		if err := o.build(t.Context(), noon); err != nil {
			t.Fatal(err)
		}
	}
	a, b := contents(t, first.out), contents(t, second.out)
	if diff := cmp.Diff(a, b); diff != "" || len(a) < 6 { // two indexes, a manifest, a config, layers
		t.Errorf("%d files, %s", len(a), diff)
	}
}

// contents are the files of a folder.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		all[strings.TrimPrefix(path, dir)] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWithoutCertificates(t *testing.T) {
	o := small(t)
	o.caFile = filepath.Join(t.TempDir(), "none")
	if err := o.build(t.Context(), noon); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a CA file that was named and is not there: %v", err)
	}
	img, err := o.image("linux/amd64", "", []byte("program"), noon)
	if err != nil {
		t.Fatal(err)
	}
	with, err := o.image("linux/amd64", "certificates\n", []byte("program"), noon)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := img.Digest()
	b, _ := with.Digest()
	if a == b {
		t.Error("certificates make no difference")
	}
}

func TestArguments(t *testing.T) {
	for _, args := range [][]string{{"extra"}, {"--unknown"}} {
		if err := run(t.Context(), args); err == nil {
			t.Errorf("%v: no error", args)
		}
	}
	t.Setenv("SOURCE_DATE_EPOCH", "noon")
	if err := run(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "SOURCE_DATE_EPOCH") {
		t.Errorf("bad epoch: %v", err)
	}
	for epoch, want := range map[string]string{"": "1970-01-01T00:00:00Z", "1795953600": "2026-11-29T12:00:00Z"} {
		if got, err := createdAt(epoch); err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("%q: %s, error %v", epoch, got, err)
		}
	}
}
