package identity

import (
	"strconv"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// TestMounts: what lies where once everything is mounted, whatever the order in the manifest.
func TestMounts(t *testing.T) {
	img := imageOf(t, imagetest.Spec{
		User: "app", Entrypoint: []string{"/bin/app"}, Volumes: []string{"/keep", "rel", "/new"},
		Layers: [][]imagetest.Entry{accountsLayer(), programLayer(), {
			{Path: "keep/file", Content: "x"},
			{Path: "over/file", Content: "x"},
			{Path: "real", Dir: true, Mode: "0700"},
			{Path: "link", Link: "real"},
			{Path: "loop", Link: "loop"},
			{Path: "gone", Link: "/made/here"},
		}},
	})
	pod := parsePod(t, `{"securityContext":{"fsGroup":9},"volumes":[{"name":"a","emptyDir":{}},
		{"name":"m","emptyDir":{"medium":"Memory"}}],"containers":[{"name":"c","volumeMounts":[
		{"name":"a","mountPath":"/over/deep/er"},{"name":"m","mountPath":"/over"},{"name":"a","mountPath":"link/sub/"},
		{"name":"a","mountPath":"/gone"},{"name":"a","mountPath":"/sub","subPath":"x"}]}]}`)
	j := newJudgement(Request{Pod: pod, Container: firstRegular(pod), Given: Given{Image: img}}, Options{Evidence: "entrypoint"})
	if _, err := j.linux(t.Context()); err != nil {
		t.Fatal(err)
	}
	for p, want := range map[string]string{
		"/keep/file": "644", "/over/file": string(enoent), "/over": "3777", "/over/deep": "755", "/over/deep/er": "2777",
		"/real/sub": "2777", "/link/sub": "2777", "/real": "700", "/loop": string(eloop), "/made/here": "2777", "/made": "755",
		"/gone": "2777", "/sub": "2777", "/rel": "755", "/new": "755", "/new/x": string(enoent), "/bin/app/x": string(enotdir),
		"/dev/shm": "1777", "/etc/hosts": "644",
	} {
		w, err := stat(t.Context(), j.view, superuser(), "/", p)
		if err != nil {
			t.Fatal(err)
		}
		got := string(w.errno)
		if w.ok() {
			got = formatMode(w)
		}
		if got != want {
			t.Errorf("%s: %s %s, want %s", p, got, w.unknown, want)
		}
	}
}

func TestMountsThatFail(t *testing.T) {
	img := imageOf(t, imagetest.Spec{Entrypoint: []string{"/bin/app"}, Layers: [][]imagetest.Entry{programLayer(), {
		{Path: "loop", Link: "loop"}, {Path: "file", Content: "x"},
	}}})
	for at, want := range map[string]string{
		"/loop": "too many levels of symbolic links", "/file": "not a directory", "/file/below": "not a directory",
		"/": "mountpoint is on the top of rootfs",
	} {
		spec := `{"volumes":[{"name":"v","emptyDir":{}}],"containers":[{"name":"c","volumeMounts":[{"name":"v","mountPath":"` + at + `"}]}]}`
		s := judgeFirst(t, spec, img, Options{}).Start
		if s.Reason != MountFailure || len(s.Message) < len(want) || s.Message[len(s.Message)-len(want):] != want {
			t.Errorf("%s: %s %q", at, s.Reason, s.Message)
		}
	}
}

// TestPath: which entry of PATH counts, and which stops the search.
func TestPath(t *testing.T) {
	img := imageOf(t, imagetest.Spec{Workdir: "/bin", Layers: [][]imagetest.Entry{programLayer(), {
		{Path: "x/app", Content: "x"}, {Path: "dir/app", Dir: true},
	}}})
	const dot = `exec: "app": cannot run executable found relative to current directory`
	const none = `exec: "app": executable file not found in $PATH`
	for search, want := range map[string]string{
		"/bin": "", "/nope:/bin": "", "/x:/bin": "", "/dir:/bin": "", ".": dot, ":/bin": dot, "/bin:": "", "": none, "bin": none,
		"../bin": dot, "/x": none, "/dir": none,
	} {
		img.Config.Env = []string{"PATH=" + search}
		s := judgeFirst(t, container(`"command":["app"]`), img, Options{}).Start
		if s.Message != want {
			t.Errorf("PATH=%s: %q, want %q", search, s.Message, want)
		}
	}
}

func formatMode(w walked) string { return strconv.FormatUint(uint64(w.entry.Mode), 8) }
