package finding_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

func located() finding.Finding {
	return finding.Finding{
		Rule: "workload/privileged", Severity: finding.Critical, Message: "privileged is true",
		Subject: finding.Subject{
			APIVersion: "apps/v1", Kind: "Deployment", Name: "api", Container: "app", Image: "quay.io:443/acme/api:1.4",
		},
		Location: finding.Location{File: "a.yaml", Line: 9, Column: 5, Snippet: "    privileged: true"},
		Path:     "/spec/template/spec/containers/0/securityContext/privileged",
	}
}

func TestFingerprintIsStable(t *testing.T) {
	for name, edit := range map[string]func(*finding.Finding){
		"line moved":        func(f *finding.Finding) { f.Location.Line, f.Location.EndLine = 90, 90 },
		"file renamed":      func(f *finding.Finding) { f.Location.File = "b.yaml" },
		"indented":          func(f *finding.Finding) { f.Location.Snippet, f.Location.Column = "\tprivileged:  true ", 2 },
		"container before":  func(f *finding.Finding) { f.Path = "/spec/template/spec/containers/1/securityContext/privileged" },
		"message reworded":  func(f *finding.Finding) { f.Message = "privileged" },
		"severity set":      func(f *finding.Finding) { f.Severity = finding.High },
		"new image":         func(f *finding.Finding) { f.Subject.Image = "quay.io:443/acme/api:1.5" },
		"another platform":  func(f *finding.Finding) { f.Subject.Platforms = []string{"linux/arm64"} },
		"API version moved": func(f *finding.Finding) { f.Subject.APIVersion = "apps/v1beta1" },
	} {
		if f := located(); fingerprint(f) == fingerprint(edited(f, edit)) {
			continue
		}
		t.Errorf("%s: the fingerprint changed", name)
	}
}

func TestFingerprintTellsApart(t *testing.T) {
	for name, edit := range map[string]func(*finding.Finding){
		"rule":      func(f *finding.Finding) { f.Rule = "workload/run-as-non-root" },
		"namespace": func(f *finding.Finding) { f.Subject.Namespace = "shop" },
		"object":    func(f *finding.Finding) { f.Subject.Name = "web" },
		"kind":      func(f *finding.Finding) { f.Subject.Kind = "DaemonSet" },
		"container": func(f *finding.Finding) { f.Subject.Container = "sidecar" },
		"field":     func(f *finding.Finding) { f.Path = "/spec/template/spec/hostPID" },
		"value":     func(f *finding.Finding) { f.Location.Snippet = "    privileged: yes" },
		"no object": func(f *finding.Finding) { f.Subject.Kind = "" },
		"shifted":   func(f *finding.Finding) { f.Subject.Namespace, f.Subject.Name = "a", "pi" },
	} {
		if f := located(); fingerprint(f) == fingerprint(edited(f, edit)) {
			t.Errorf("%s: the fingerprint is the same", name)
		}
	}
}

// TestFingerprintOfImages: a new tag or digest of an image is no new finding, neither on the image nor on the line that
// names it; another image is.
func TestFingerprintOfImages(t *testing.T) {
	of := func(kind, image string) string {
		return fingerprint(finding.Finding{
			Rule: "image/user-root", Subject: finding.Subject{Kind: kind, Name: "n", Image: image},
			Location: finding.Location{File: "a.yaml", Line: 1, Snippet: "  image: " + image},
		})
	}
	digest := "@sha256:" + strings.Repeat("0f", 32)
	for _, kind := range []string{"", "Pod"} {
		for _, same := range []string{"ghcr.io/acme/api:2", "ghcr.io/acme/api", "ghcr.io/acme/api" + digest, "ghcr.io/acme/api:3" + digest} {
			if of(kind, same) != of(kind, "ghcr.io/acme/api:1") {
				t.Errorf("%q %s: another fingerprint", kind, same)
			}
		}
		for _, other := range []string{"ghcr.io/acme/web:1", "ghcr.io:443/acme/api:1", "oci:img", "oci:web"} {
			if of(kind, other) == of(kind, "ghcr.io/acme/api:1") {
				t.Errorf("%q %s: the same fingerprint", kind, other)
			}
		}
	}
	if of("", "oci:img") == of("", "oci:web") {
		t.Error("two layouts have the same fingerprint")
	}
}

func TestFingerprintLeavesLongLinesOut(t *testing.T) {
	a, b := located(), located()
	a.Location.Snippet, b.Location.Snippet = strings.Repeat("a", 401), strings.Repeat("b", 402)
	if fingerprint(a) != fingerprint(b) {
		t.Error("the text of a generated line counts")
	}
}

func TestFingerprintsCountWhatIsEqual(t *testing.T) {
	f := located()
	got := finding.Fingerprints([]finding.Finding{f, f, edited(f, func(f *finding.Finding) { f.Rule = "x/y" }), f})
	var counters []string
	for _, k := range got {
		counters = append(counters, k[strings.IndexByte(k, ':'):])
	}
	if diff := cmp.Diff([]string{":1", ":2", ":1", ":3"}, counters); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func fingerprint(f finding.Finding) string { return finding.Fingerprints([]finding.Finding{f})[0] }

func edited(f finding.Finding, edit func(*finding.Finding)) finding.Finding {
	edit(&f)
	return f
}
