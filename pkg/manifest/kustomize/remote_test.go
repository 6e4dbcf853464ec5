package kustomize

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

func TestRemote(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "github.com", "x.yaml"), "")
	for ref, want := range map[string]bool{
		"../base": false, "deployment.yaml": false, "./a/b": false, "/abs/path": false, "a@b": false,
		"github.com.yaml": false, "github.com/x.yaml": false,
		"https://example.com/a.yaml": true, "HTTP://example.com/a.yaml": true, "http:x": true,
		"github.com/acme/base": true, "GitHub.com/acme/base?ref=v1": true, "github.com:acme/base": true,
		"git@github.com:acme/base.git": true, "ssh://git@host/acme/base": true, "git::https://host/acme/base": true,
		"git::ssh://git@host/a/b": true, "file:///srv/repo": true, "user@host.xz:path/to/repo.git": true,
		"https://dev.azure.com/o/p/_git/r//sub": true,
	} {
		if got := remote(dir, ref); got != want {
			t.Errorf("remote(%q) = %v", ref, got)
		}
	}
}

// TestNothingIsFetched puts the URL of a server into every field that kustomize reads files by. Each must be an error at
// its line, and the server be asked nothing.
func TestNothingIsFetched(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.WriteHeader(http.StatusTeapot)
	}))
	defer server.Close()
	const config = "apiVersion: builtin\nmetadata: {name: x}\n"
	for name, text := range map[string]string{
		"resources":             "namePrefix: a-\nresources:\n  - URL/a.yaml #\n",
		"bases":                 "bases:\n  - URL/a #\n",
		"components":            "components:\n  - URL/a #\n",
		"crds":                  "crds:\n  - URL/a.json #\n",
		"configurations":        "configurations:\n  - URL/a.yaml #\n",
		"openapi":               "openapi:\n  path: URL/a.json #\n",
		"patches":               "patches:\n  - path: URL/a.yaml #\n",
		"patchesStrategicMerge": "patchesStrategicMerge:\n  - URL/a.yaml #\n",
		"patchesJson6902":       "patchesJson6902:\n  - target: {kind: Pod, name: a, version: v1}\n    path: URL/a.yaml #\n",
		"replacements":          "replacements:\n  - path: URL/a.yaml #\n",
		"config map files":      "configMapGenerator:\n  - name: a\n    files:\n      - k=URL/a #\n",
		"config map envs":       "configMapGenerator:\n  - name: a\n    envs:\n      - URL/a #\n",
		"secret env":            "secretGenerator:\n  - name: a\n    env: URL/a #\n",
		"generators":            "generators:\n  - URL/a.yaml #\n",
		"transformers":          "transformers:\n  - URL/a.yaml #\n",
		"validators":            "validators:\n  - URL/a.yaml #\n",
		"inline transformer":    "transformers:\n  - |-\n    kind: PatchTransformer\n    " + strings.ReplaceAll(config, "\n", "\n    ") + "path: URL/a.yaml #\n",
		"transformer file":      "transformers: [config.yaml]\n",
		"transformer folder":    "transformers: [inner]\n",
		"base":                  "resources: [base]\n",
		"upper case key":        "Resources:\n  - URL/a.yaml\n",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put := func(file, text string) {
				write(t, filepath.Join(dir, file), strings.ReplaceAll(text, "URL", server.URL))
			}
			put("kustomization.yaml", text)
			put("config.yaml", config+"kind: ConfigMapGenerator\nfiles:\n  - k=URL/a #\n")
			put("inner/kustomization.yaml", "resources: [config.yaml]\n")
			put("inner/config.yaml", config+"kind: PatchTransformer\npath: URL/a #\n")
			put("base/kustomization.yaml", "resources: [deeper]\n")
			put("base/deeper/kustomization.yaml", "resources:\n  - URL/a #\n")
			objects, errs := rendered(t, dir, ".")
			if len(objects) > 0 || len(errs) != 1 || !strings.Contains(errs[0], "is remote, and nothing is fetched") {
				t.Errorf("%d objects, errors %q", len(objects), errs)
			}
			if asked.Load() > 0 {
				t.Fatal("the server was asked")
			}
			for e := range (&Renderer{}).Render(context.Background(), ".", ".") {
				if !strings.Contains(e.Err.Snippet, "#") && name != "upper case key" {
					t.Errorf("the error stands at %q", e.Err.Snippet)
				}
			}
		})
	}
}
