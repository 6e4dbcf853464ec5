package finding_test

import (
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// onLine is a finding whose place is between the marks ‹ and › of a line.
func onLine(path, marked string) finding.Finding {
	f := located()
	f.Path = path
	before, rest, _ := strings.Cut(marked, "‹")
	text, after, _ := strings.Cut(rest, "›")
	from := len([]rune(before)) + 1
	f.Location = finding.Location{
		Line: 9, EndLine: 9, Column: from, EndColumn: from + len([]rune(text)), Snippet: before + text + after,
	}
	return f
}

// What is written beside a finding, while others are mended, makes it no new one.
func TestFingerprintIsOfTheValue(t *testing.T) {
	const at = "/spec/containers/0/securityContext/"
	tests := []struct {
		name, path string
		same       []string
		other      []string
	}{
		{
			"a value", at + "privileged",
			[]string{"privileged: ‹true›", "  securityContext: {privileged: ‹true›, runAsUser: 1}", `"privileged" : ‹true›,`, "privileged: ‹true› # é"},
			[]string{"privileged: ‹yes›", "privileged: ‹\"true\"›"},
		},
		{
			"a missing field", at + "readOnlyRootFilesystem",
			[]string{"‹securityContext›:", "- ‹name›: api", "- ‹image›: x", "‹securityContext›: {privileged: true}", `{‹"securityContext"›: {}}`, "‹spec›:", `{‹"spec"›: {}}`},
			nil,
		},
		{
			"a list", at + "capabilities/add",
			[]string{"‹add›: [SYS_ADMIN, BPF]", "capabilities: {‹add›: [SYS_ADMIN, BPF], drop: [ALL]}", "‹add›:  [SYS_ADMIN, BPF] # why", `‹"add"›: [SYS_ADMIN, BPF]`},
			[]string{"‹add›: [SYS_ADMIN]", "‹add›: [SYS_ADMIN,", "‹add›:"},
		},
		{"a map", "/spec/volumes/0/hostPath", []string{"‹hostPath›: {path: /, type: {}} }"}, []string{"‹hostPath›: {path: /etc}"}},
		{
			"an image", "/spec/containers/0/image",
			[]string{"image: ‹quay.io:443/acme/api:1.4›", "- {name: x, image: ‹quay.io:443/acme/api:1.4›}"},
			[]string{"image: ‹quay.io:443/acme/web:1.4›"},
		},
	}
	for _, test := range tests {
		want := fingerprint(onLine(test.path, test.same[0]))
		for _, line := range test.same {
			if fingerprint(onLine(test.path, line)) != want {
				t.Errorf("%s: another fingerprint: %s", test.name, line)
			}
		}
		for _, line := range test.other {
			if fingerprint(onLine(test.path, line)) == want {
				t.Errorf("%s: the same fingerprint: %s", test.name, line)
			}
		}
	}
}

func TestFingerprintOfDockerfiles(t *testing.T) {
	of := func(file, line string) string {
		f := onLine("", "‹"+line+"›")
		f.Subject = finding.Subject{Image: "dockerfile:" + file}
		f.Location.File = file
		return fingerprint(f)
	}
	want := of("Dockerfile", "FROM quay.io:443/acme/base:1 AS build")
	for _, same := range []string{
		of("build/Dockerfile", "FROM quay.io:443/acme/base:1 AS build"),
		of("Dockerfile", "from quay.io:443/acme/base:2  AS build"),
		of("Dockerfile", "FROM quay.io:443/acme/base:2@sha256:"+strings.Repeat("0f", 32)+" AS build"),
	} {
		if same != want {
			t.Errorf("another fingerprint")
		}
	}
	for _, line := range []string{"FROM quay.io:443/acme/other:1 AS build", "USER root", "FROM quay.io/acme/base:1 AS build"} {
		if of("Dockerfile", line) == want {
			t.Errorf("the same fingerprint: %s", line)
		}
	}
}
