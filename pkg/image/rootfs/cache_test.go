package rootfs_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

func cacheIn(tb testing.TB, dir string, limit int64) *rootfs.Cache {
	tb.Helper()
	c := rootfs.NewCache(dir, limit)
	c.Warn = func(err error) { tb.Errorf("cache: %v", err) }
	return c
}

// files are the cache files in dir, oldest first by name.
func files(tb testing.TB, dir string) []string {
	tb.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "layers", "*"))
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

func TestSecondRunOpensNoLayer(t *testing.T) {
	dir, all := t.TempDir(), stack(t)
	for range 3 {
		m := open(all, rootfs.Options{Cache: cacheIn(t, dir, 0)})
		if got := lookup(t, m, "/bin/sh"); got != "file 0644 0:0 /bin/sh" {
			t.Errorf("got %s", got)
		}
		content, err := m.Read(context.Background(), "/etc/passwd", 100)
		if err != nil || string(content.Data) != "base" {
			t.Errorf("got %+v, %v", content, err)
		}
	}
	if diff := cmp.Diff([]int32{1, 1, 1}, opened(all)); diff != "" {
		t.Error(diff)
	}
}

func TestCacheIsImprovedByABodyThatWasNotKept(t *testing.T) {
	dir, l := t.TempDir(), count(t, "bin/tool x\nbin/other y")
	read := func(path, want string, opened int32) {
		t.Helper()
		m := open([]counted{l}, rootfs.Options{Cache: cacheIn(t, dir, 0)})
		content, err := m.Read(context.Background(), path, 100)
		if err != nil || string(content.Data) != want || l.opened.Load() != opened {
			t.Errorf("got %+v, %v, opened %d times", content, err, l.opened.Load())
		}
	}
	read("/bin/tool", "x", 2) // once for the table of contents, once for the body
	read("/bin/tool", "x", 2)
	read("/bin/other", "y", 3)
	read("/bin/tool", "x", 3)
}

func TestDamagedCacheFilesAreReadAgainAndRewritten(t *testing.T) {
	damage := map[string]func([]byte) []byte{
		"empty":           func([]byte) []byte { return nil },
		"cut":             func(b []byte) []byte { return b[:len(b)-5] },
		"one bit":         func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
		"other version":   func(b []byte) []byte { return bytes.Replace(b, []byte("layer 1"), []byte("layer 0"), 1) },
		"another's":       func(b []byte) []byte { return nil },
		"only the header": func(b []byte) []byte { return b[:18] },
	}
	for name, change := range damage {
		t.Run(name, func(t *testing.T) {
			dir, l := t.TempDir(), count(t, "a x")
			ask := func() {
				t.Helper()
				m := open([]counted{l}, rootfs.Options{Cache: cacheIn(t, dir, 0)})
				if got := lookup(t, m, "/a"); got != "file 0644 0:0 /a" {
					t.Errorf("got %s", got)
				}
			}
			ask()
			file := files(t, dir)[0]
			good, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, change(bytes.Clone(good)), 0o600); err != nil {
				t.Fatal(err)
			}
			if name == "another's" {
				lookup(t, open([]counted{count(t, "a 2")}, rootfs.Options{Cache: cacheIn(t, dir, 0)}), "/a")
				swap(t, files(t, dir), file)
			}
			ask()
			ask()
			if n := l.opened.Load(); n != 2 {
				t.Errorf("opened %d times", n)
			}
			if again, err := os.ReadFile(file); err != nil || !bytes.Equal(again, good) {
				t.Errorf("file was not rewritten: %v", err)
			}
		})
	}
}

// swap puts another layer's file in the place of this one's.
func swap(t *testing.T, all []string, file string) {
	t.Helper()
	for _, other := range all {
		if other != file {
			if err := os.Rename(other, file); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestCacheOfAnotherImagesDiffIDIsNotUsed(t *testing.T) {
	dir, l := t.TempDir(), count(t, "a x")
	lookup(t, open([]counted{l}, rootfs.Options{Cache: cacheIn(t, dir, 0)}), "/a")
	l.DiffID = digest(nil)
	_, err := open([]counted{l}, rootfs.Options{Cache: cacheIn(t, dir, 0)}).Lookup(context.Background(), "/a")
	var wrong *rootfs.DigestError
	if !errors.As(err, &wrong) {
		t.Errorf("got %v", err)
	}
}

func TestCacheKeepsWhatWasUsedLast(t *testing.T) {
	dir := t.TempDir()
	ask := func(l counted, limit int64) {
		t.Helper()
		lookup(t, open([]counted{l}, rootfs.Options{Cache: cacheIn(t, dir, limit)}), "/a")
	}
	one, two, three := count(t, "a 1"), count(t, "a 2"), count(t, "a 3")
	ask(one, 0)
	size := int64(0)
	for _, f := range files(t, dir) {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		size = info.Size()
		age(t, f, time.Hour)
	}
	ask(two, 0)
	for _, f := range files(t, dir) {
		age(t, f, 2*time.Hour)
	}
	ask(one, 0) // read from disk, and by that the younger of the two
	leftover := filepath.Join(dir, "layers", "tmp-of-a-process-that-died")
	if err := os.WriteFile(leftover, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	age(t, leftover, 2*time.Hour)
	ask(three, 2*size+size/2)
	if n := len(files(t, dir)); n != 2 {
		t.Errorf("%d files: %v", n, files(t, dir))
	}
	ask(one, 0)
	ask(three, 0)
	if a, b := one.opened.Load(), three.opened.Load(); a != 1 || b != 1 {
		t.Errorf("opened %d and %d times", a, b)
	}
	ask(two, 0)
	if n := two.opened.Load(); n != 2 {
		t.Errorf("the oldest was opened %d times", n)
	}
}

func age(t *testing.T, file string, by time.Duration) {
	t.Helper()
	then := time.Now().Add(-by)
	if err := os.Chtimes(file, then, then); err != nil {
		t.Fatal(err)
	}
}

func TestACacheThatCannotBeWrittenOnlyWarns(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := rootfs.NewCache(file, 0)
	var warned error
	c.Warn = func(err error) { warned = err }
	if got := lookup(t, open(stack(t), rootfs.Options{Cache: c}), "/etc/group"); got != "file 0644 0:0 /etc/group" {
		t.Errorf("got %s", got)
	}
	if warned == nil {
		t.Error("no warning")
	}
}

func TestMemoryCacheWritesNothing(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", dir)
	all := stack(t)
	lookup(t, open(all, rootfs.Options{Cache: rootfs.NewMemoryCache()}), "/bin/sh")
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("%v, %v", entries, err)
	}
}

const otherProcess = "HULLCHECK_TEST_CACHE_DIR"

// runAsOtherProcess makes the test binary one of several processes that fill the same cache, where the environment asks for it.
func runAsOtherProcess() bool {
	dir := os.Getenv(otherProcess)
	if dir == "" {
		return false
	}
	t := &testing.B{}
	for i := range 60 {
		all := stack(t)
		m := open(all, rootfs.Options{Cache: rootfs.NewCache(dir, int64(400+i))}) // evicts all the time
		content, err := m.Read(context.Background(), "/etc/passwd", 100)
		if err != nil || string(content.Data) != "base" || lookup(t, m, "/etc/group") != "file 0644 0:0 /etc/group" {
			os.Exit(1)
		}
	}
	return true
}

func TestTwoProcessesShareACache(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var running []*exec.Cmd
	for range 2 {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), otherProcess+"="+dir)
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, cmd)
	}
	for _, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Errorf("process failed: %v", err)
		}
	}
	for _, f := range files(t, dir) {
		if base := filepath.Base(f); base[:4] != "blob" {
			t.Errorf("left behind: %s", base)
		}
	}
}
