package config_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/hullcheck/hullcheck/pkg/config"
)

const relative = `version: 1
sources: [deploy/, a.yaml, "oci:build/api:1.2", archive:/abs/i.tar, "registry:ghcr.io/acme/api:1", "daemon:api:1", -,
  "ghcr.io/acme/api:1", ghcr.io/acme/api, ../up, nowhere/x, "odd:name.yaml", {source: "helm:chart", values: [prod.yaml]}]
images: {quay.io/acme/api: "oci:build/api", quay.io/acme/web: "dockerfile:web/Dockerfile", q: "registry:q"}
values: [values.yaml]
policies: [policies/, "oci://ghcr.io/acme/rules@sha256:00"]
ca-file: certs/ca.pem
baseline: /abs/baseline.json
build-contexts: {a: ../shared, b: "docker-image://alpine:3", c: "oci-layout://build/base"}
`

func plain(texts ...string) []config.Source {
	var out []config.Source
	for _, s := range texts {
		out = append(out, config.Source{Source: s})
	}
	return out
}

// TestRead reads a file from another folder: its paths are relative to it, and what is no path stays.
func TestRead(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, dir := range []string{"sub/deploy"} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{
		"sub/" + config.DefaultFile: relative, "sub/odd:name.yaml": "", config.DefaultFile: relative,
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := config.Read(filepath.Join("sub", config.DefaultFile))
	if err != nil {
		t.Fatal(err)
	}
	want := &config.Config{
		Version: 1,
		Sources: append(plain(
			"sub/deploy/", "sub/a.yaml", "oci:sub/build/api:1.2", "archive:/abs/i.tar", "registry:ghcr.io/acme/api:1",
			"daemon:api:1", "-", "ghcr.io/acme/api:1", "ghcr.io/acme/api", "up", "sub/nowhere/x", "sub/odd:name.yaml",
		), config.Source{Source: "helm:sub/chart", Values: []string{"sub/prod.yaml"}}),
		Images: map[string]string{
			"quay.io/acme/api": "oci:sub/build/api", "quay.io/acme/web": "dockerfile:sub/web/Dockerfile", "q": "registry:q",
		},
		Values: []string{"sub/values.yaml"}, Policies: []string{"sub/policies/", "oci://ghcr.io/acme/rules@sha256:00"},
		CAFile: "sub/certs/ca.pem", Baseline: "/abs/baseline.json",
		BuildContexts: map[string]string{"a": "shared", "b": "docker-image://alpine:3", "c": "oci-layout://sub/build/base"},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(config.Config{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	here, err := config.Read(config.DefaultFile)
	if err != nil {
		t.Fatal(err)
	}
	if here.Sources[0].Source != "deploy/" || here.CAFile != "certs/ca.pem" {
		t.Errorf("paths of a file in the working directory changed: %+v", here)
	}
}
