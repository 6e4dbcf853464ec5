package config_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

func ptr[T any](v T) *T { return &v }

func full() *config.Config {
	return &config.Config{
		Version: 1,
		Sources: []config.Source{
			{Source: "deploy/"},
			{Source: "oci:build/api"},
			{Source: "-"},
			{Source: "helm:chart", Values: []string{"values-prod.yaml"}, Set: []string{"replicas=2"}},
		},
		Images: map[string]string{"quay.io/acme/api": "oci:build/api"}, ReadImages: "off",
		Platform: "linux/arm64", Deep: true, LayerReadLimit: "64MiB",
		CAFile: "certs/ca.pem", InsecureRegistries: []string{"localhost:5000"},
		BuildArgs: map[string]string{"VERSION": "1.4"}, Target: "release",
		BuildContexts: map[string]string{"shared": "../shared"},
		Values:        []string{"values-prod.yaml"}, Set: []string{"replicas=2"},
		Profile: "restricted", Rules: []string{"-workload/run-as-user-unset", "+image/*"},
		Severities: map[string]finding.Severity{"workload/read-only-root-filesystem": finding.High},
		Parameters: config.Parameters{
			MinimumUID: 10000, AllowedCapabilities: []string{"NET_BIND_SERVICE", "CHOWN"},
			AllowedRegistries: []string{"quay.io/acme"},
		},
		Policies: []string{"policies/"}, KubernetesVersion: "1.30", Runtime: "cri-o",
		FailOn: "never", Baseline: ".hullcheck-baseline.json",
		Exceptions: []config.Exception{{
			Rule: "workload/read-only-root-filesystem",
			Object: &config.Object{
				Kind: "Deployment", Namespace: ptr("shop"), Name: "api-*", Labels: map[string]string{"app": "api"},
			},
			Container: "cache", Path: "/spec/template/*",
			Image:   "sha256:2bb501e6429ba9c9c8e7e4b2a4e5d5ab7f9b6a3ff4a2d1a5e0b3d0f7a1c9e8d7",
			Reason:  "writes its cache beside the program until 2.0",
			Expires: "2027-01-31", Owner: "team-shop",
		}},
		PodTemplates: []config.PodTemplate{{Group: ptr("acme.example"), Kind: "Worker", Path: "/spec/workerTemplate"}},
		Webhook:      webhook(),
	}
}

func webhook() config.Webhook {
	return config.Webhook{
		Defaults: config.Levels{
			Enforce: "baseline", EnforceVersion: "latest", Warn: "hardened", WarnVersion: "v1.37",
			Audit: "off", AuditVersion: "latest",
		},
		Exemptions: config.Exemptions{
			Namespaces:     []string{"kube-system"},
			Users:          []string{"system:serviceaccount:kube-system:daemon-set-controller"},
			RuntimeClasses: []string{"kata"},
		},
		DenyAt: finding.Critical, Controllers: config.EnforceControllers, HonourAnnotations: true,
		Images: config.WebhookImages{
			Unreadable: config.Deny, AllowedRegistries: []string{"quay.io/acme"},
			AllowPrivateAddresses: config.Addresses{"10.0.0.5", "fd00::/8"},
			TagTTL:                "5m", FailureTTL: "1m30s", PerRegistry: 2, CacheDir: "cache", CacheSize: "2GiB", CachedImages: 500,
		},
		Limits:  config.WebhookLimits{MaxRequests: 50, DeadlineMargin: "250ms", Drain: "10s"},
		OnPanic: config.Allow, OnOverload: config.Deny,
		SelfSigned: config.SelfSigned{Secret: "certs", Namespace: "hullcheck", Service: "hook", Webhook: "hook"},
	}
}

func TestParseEveryKey(t *testing.T) {
	data, err := os.ReadFile("testdata/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got, err := config.Parse("full.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(full(), got, cmpopts.IgnoreUnexported(config.Config{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseSmallest(t *testing.T) {
	got, err := config.Parse("a", []byte("version: 1"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&config.Config{Version: 1}, got, cmpopts.IgnoreUnexported(config.Config{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestAddresses: true and false are all and none, as before there was a list.
func TestAddresses(t *testing.T) {
	for text, want := range map[string]config.Addresses{
		"true": {"0.0.0.0/0", "::/0"}, "false": nil, "[]": {}, "[10.0.0.5, 10.1.0.0/16]": {"10.0.0.5", "10.1.0.0/16"},
	} {
		got, err := config.Parse("a", []byte("version: 1\nwebhook: {images: {allow-private-addresses: "+text+"}}"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got.Webhook.Images.AllowPrivateAddresses); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

// TestBad compares the text that a person gets for each bad file.
func TestBad(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, err = config.Parse(name, data)
			var ps config.Problems
			if !errors.As(err, &ps) {
				t.Fatalf("got %v", err)
			}
			golden(t, strings.TrimSuffix(file, ".yaml")+".txt", err.Error()+"\n")
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func TestTooLarge(t *testing.T) {
	_, err := config.Parse("big.yaml", bytes.Repeat([]byte("# comment\n"), 200_000))
	if err == nil || err.Error() != "big.yaml: larger than 1048576 bytes" {
		t.Errorf("got %v", err)
	}
}

func TestMissingFile(t *testing.T) {
	if _, err := config.Read("testdata/nowhere.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestAt(t *testing.T) {
	data, err := os.ReadFile("testdata/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.Parse("full.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	for pointer, want := range map[string]finding.Location{
		"/platform":          {Line: 7, Column: 1, EndColumn: 9, Snippet: "platform: linux/arm64"},
		"/exceptions/0/rule": {Line: 33, Column: 5, EndColumn: 9, Snippet: "  - rule: workload/read-only-root-filesystem"},
		"/rules/1":           {Line: 20, Column: 5, EndColumn: 13, Snippet: "  - +image/*"},
		"/severities/workload~1read-only-root-filesystem": {Line: 22, Column: 3, EndColumn: 37, Snippet: "  workload/read-only-root-filesystem: high"},
		"/parameters/nothing":                             {Line: 23, Column: 1, EndColumn: 11, Snippet: "parameters:"},
	} {
		want.File, want.Precision = "full.yaml", finding.PrecisionExact
		if diff := cmp.Diff(want, c.At(pointer)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", pointer, diff)
		}
	}
}

// FuzzParse: no content may panic, and what is read has passed the schema.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range append(files, "testdata/full.yaml") {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := config.Parse("x", data)
		if (c == nil) == (err == nil) {
			t.Fatalf("got %v and %v", c, err)
		}
		if c != nil && c.Version != 1 {
			t.Errorf("version %d", c.Version)
		}
	})
}
