package config_test

import (
	"testing"
	"time"

	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

const digest = "sha256:2bb501e6429ba9c9c8e7e4b2a4e5d5ab7f9b6a3ff4a2d1a5e0b3d0f7a1c9e8d7"

func candidate() config.Candidate {
	return config.Candidate{
		Finding: finding.Finding{
			Rule: "workload/read-only-root-filesystem", Severity: finding.Medium, Message: "m",
			Subject: finding.Subject{Kind: "Deployment", Namespace: "shop", Name: "api-1", Container: "cache", Image: "quay.io/a@sha256:02"},
			Path:    "/spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem",
		},
		Labels:  map[string]string{"app": "api", "tier": "web"},
		Digests: []string{"sha256:00", digest},
	}
}

func TestExceptionMatches(t *testing.T) {
	is := func(e config.Exception) config.Exception {
		if e.Rule == "" {
			e.Rule = "workload/read-only-root-filesystem"
		}
		return e
	}
	object := func(o config.Object) config.Exception { return is(config.Exception{Object: &o}) }
	for _, c := range []struct {
		name string
		e    config.Exception
		want bool
	}{
		{"rule alone", is(config.Exception{}), true},
		{"another rule", config.Exception{Rule: "workload/privileged"}, false},
		{"category", config.Exception{Rule: "workload/*"}, true},
		{"all rules", config.Exception{Rule: "*"}, true},
		{"another category", config.Exception{Rule: "image/*"}, false},
		{"container", is(config.Exception{Container: "cache"}), true},
		{"another container", is(config.Exception{Container: "cach"}), false},
		{"path", is(config.Exception{Path: "/spec/template/*/readOnlyRootFilesystem"}), true},
		{"another path", is(config.Exception{Path: "/spec/template"}), false},
		{"one of the digests", is(config.Exception{Image: digest}), true},
		{"digest of the reference", is(config.Exception{Image: "sha256:02"}), true},
		{"another digest", is(config.Exception{Image: "sha256:01"}), false},
		{"kind", object(config.Object{Kind: "Deployment"}), true},
		{"kinds differ in case", object(config.Object{Kind: "deployment"}), false},
		{"namespace", object(config.Object{Namespace: ptr("sh*")}), true},
		{"another namespace", object(config.Object{Namespace: ptr("ops")}), false},
		{"no namespace", object(config.Object{Namespace: ptr("")}), false},
		{"name", object(config.Object{Name: "api-*"}), true},
		{"another name", object(config.Object{Name: "api"}), false},
		{"labels", object(config.Object{Labels: map[string]string{"app": "api", "tier": "w*"}}), true},
		{"one label differs", object(config.Object{Labels: map[string]string{"app": "api", "tier": "db"}}), false},
		{"one label is missing", object(config.Object{Labels: map[string]string{"owner": "*"}}), false},
		{
			"all conditions, one fails",
			config.Exception{Rule: "*", Container: "cache", Object: &config.Object{Kind: "Job"}},
			false,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.e.Matches(candidate()); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

// TestObjectSelectorsNeedAnObject: an exception for objects is none for images, whose fields are all empty.
func TestObjectSelectorsNeedAnObject(t *testing.T) {
	image := config.Candidate{Finding: finding.Finding{Rule: "image/user-root", Subject: finding.Subject{Image: "oci:i"}}}
	e := config.Exception{Rule: "image/*", Object: &config.Object{Namespace: ptr("")}}
	if e.Matches(image) {
		t.Error("an object selector matches an image")
	}
	e.Object = nil
	if !e.Matches(image) {
		t.Error("an exception without object does not match an image")
	}
}

func TestExpired(t *testing.T) {
	e := config.Exception{Expires: "2027-01-31"}
	for now, want := range map[string]bool{
		"2027-01-30T10:00:00Z": false, "2027-01-31T23:59:59Z": false, "2027-02-01T00:00:00Z": true,
		"2027-02-01T00:30:00+01:00": false, "2027-01-31T23:30:00-01:00": true, "2026-12-31T00:00:00Z": false,
	} {
		at, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Expired(at); got != want {
			t.Errorf("at %s: %v", now, got)
		}
	}
	if (&config.Exception{}).Expired(time.Now()) {
		t.Error("an exception without end has expired")
	}
}
