package html

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

//go:embed measure.js
var measure string

// measured is what measure.js returns.
type measured struct {
	Overflow []string `json:"overflow"`
	Faint    []string `json:"faint"`
	Texts    int      `json:"texts"`
}

// browser starts a Chromium that speaks to nobody.
func browser(t *testing.T) context.Context {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("install Debian's chromium and fonts-dejavu-core: ", err)
	}
	dir, err := os.MkdirTemp("", "hullcheck-html")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // its children may still write for a moment
		for range 50 {
			if os.RemoveAll(dir) == nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	})
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.UserDataDir(dir), chromedp.DisableGPU, chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
	)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return ctx
}

// view is how a reader looks at a page.
type view struct {
	width  int64
	scheme string
}

var views = []view{{360, "light"}, {360, "dark"}, {1280, "light"}, {1280, "dark"}}

// look opens a file and measures it; the picture is kept below HULLCHECK_PICTURES where that is set.
func look(ctx context.Context, t *testing.T, file string, v view) measured {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := chromedp.Run(ctx, chromedp.EmulateViewport(v.width, 900))
	must(err)
	_, err = chromedp.Run(ctx, func(ctx context.Context, target *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.scheme}},
		})
	})
	must(err)
	at := url.URL{Scheme: "file", Path: file}
	_, err = chromedp.Run(ctx, chromedp.Navigate(at.String()))
	must(err)
	m, err := chromedp.Run(ctx, chromedp.Evaluate[measured](measure))
	must(err)
	if dir := os.Getenv("HULLCHECK_PICTURES"); dir != "" {
		picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
		must(err)
		must(os.MkdirAll(dir, 0o755))
		name := fmt.Sprintf("%s-%d-%s.png", strings.TrimSuffix(filepath.Base(file), ".html"), v.width, v.scheme)
		must(os.WriteFile(filepath.Join(dir, name), picture, 0o644))
	}
	return m
}

// page writes a report of manifests by the real program.
func page(t *testing.T, name, manifest string) string {
	t.Helper()
	program := os.Getenv("HULLCHECK")
	if program == "" {
		t.Fatal("HULLCHECK names no program: run make html")
	}
	file := filepath.Join(t.TempDir(), name+".html")
	cmd := exec.CommandContext(t.Context(), program, "check", "-", "--images", "off", "--fail-on", "never", "-o", "html="+file)
	cmd.Stdin = strings.NewReader(manifest)
	var out bytes.Buffer
	cmd.Stderr = &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	return file
}

// wide is a pod in which everything that may be long is, with and without a place to break it.
func wide() string {
	long := strings.Repeat("x", 60)
	return `apiVersion: v1
kind: Pod
metadata: {name: ` + long + `, namespace: ` + long + `, annotations: {note: "` + strings.Repeat("報告", 200) + `"}}
spec:
  hostNetwork: true
  initContainers: [{name: i` + long + `, image: "registry.example.com/` + strings.Repeat(long+"/", 3) + `image:1", securityContext: {privileged: true}}]
  containers:
    - {name: c` + long + `, image: api, env: [{name: PASSWORD_` + strings.ToUpper(long) + `, value: "` + strings.Repeat("y", 3000) + `"}], securityContext: {runAsUser: 0}}
`
}

// many is a list of workloads, each with several findings.
func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "---\napiVersion: v1\nkind: Pod\nmetadata: {name: p%d}\nspec: {containers: [{name: c, image: acme/api:%d}]}\n", i, i)
	}
	return b.String()
}

func TestReportsAreReadable(t *testing.T) {
	sample, err := filepath.Abs("../../pkg/report/testdata/sample.html")
	if err != nil {
		t.Fatal(err)
	}
	ctx := browser(t)
	for _, file := range []string{
		sample, page(t, "wide", wide()), page(t, "many", many(8)), page(t, "nothing", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n"),
	} {
		for _, v := range views {
			t.Run(fmt.Sprintf("%s-%d-%s", filepath.Base(file), v.width, v.scheme), func(t *testing.T) {
				m := look(ctx, t, file, v)
				for _, o := range m.Overflow {
					t.Errorf("wider than the window: %s", o)
				}
				for _, f := range m.Faint {
					t.Errorf("contrast below 4.5: %s", f)
				}
				if m.Texts < 20 {
					t.Errorf("only %d texts were looked at", m.Texts)
				}
			})
		}
	}
}

// TestMeasure: what is too wide or too faint is seen.
func TestMeasure(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bad.html")
	const bad = `<!DOCTYPE html><style>.b::before { content: "before"; color: #bbb }
		@media (prefers-color-scheme: dark) { body { background: #111; color: #222 } }</style>
		<body><p style="color: #8a8a8a">faint</p><p style="background: rgb(0 0 0 / 50%); color: #777">half</p><p class=b></p>
		<p style="width: 2000px">` + "wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide" + `</p>
		<p>good</p><div style="overflow: hidden; width: 5em; white-space: nowrap">this is cut off somewhere</div>`
	if err := os.WriteFile(file, []byte(bad), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx := browser(t)
	light := look(ctx, t, file, view{360, "light"})
	if len(light.Faint) != 3 || len(light.Overflow) < 3 || light.Texts != 6 {
		t.Errorf("light: %+v", light)
	}
	if dark := look(ctx, t, file, view{360, "dark"}); len(dark.Faint) < 4 {
		t.Errorf("dark: %+v", dark)
	}
}
