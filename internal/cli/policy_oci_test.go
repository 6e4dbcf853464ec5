package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"github.com/hullcheck/hullcheck/internal/cli"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

const teamRule = `# METADATA
# scope: package
# title: The object has no label team
# description: Who answers for an object must be seen on it.
# schemas:
#   - input: schema.object
# custom:
#   severity: high
#   remediation: write the label team
package acme.team_label

deny contains {"msg": "the label team is not written", "path": "/metadata/labels/team"} if not _has_team

_has_team if input.labels.team != ""
`

// rulesArtifact is a set of rules as conftest pushes it, from the folder policy.
func rulesArtifact(t *testing.T) v1.Image {
	t.Helper()
	img, err := mutate.Append(mutate.ConfigMediaType(empty.Image, "application/vnd.cncf.openpolicyagent.config.v1+json"), mutate.Addendum{
		Layer:       static.NewLayer([]byte(teamRule), "application/vnd.cncf.openpolicyagent.policy.layer.v1+rego"),
		Annotations: map[string]string{"org.opencontainers.image.title": "policy/acme/team_label/team_label.rego"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return mutate.MediaType(img, types.OCIManifestSchema1)
}

// TestPolicyFromARealRegistry fetches rules from a docker-registry with TLS by a CA of its own, and an account.
func TestPolicyFromARealRegistry(t *testing.T) {
	d := imagetest.StartDistribution(t)
	img := rulesArtifact(t)
	d.Push(t, "acme/rules:1", img)
	digest, err := img.Digest()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("DOCKER_CONFIG", home)
	account := fmt.Sprintf(`{"auths":{%q:{"username":%q,"password":%q}}}`, d.Host, imagetest.Account, imagetest.Password)
	if err := os.WriteFile(filepath.Join(home, "config.json"), []byte(account), 0o600); err != nil {
		t.Fatal(err)
	}
	pinned := "oci://" + d.Host + "/acme/rules@" + digest.String()
	tagged := "oci://" + d.Host + "/acme/rules:1"
	config := filepath.Join(home, "c.yaml")
	text := fmt.Sprintf("version: 1\npolicies: [%q]\nca-file: %q\nread-images: off\nrules: [-*, +acme/*]\n", pinned, d.CAFile)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	only := []string{"--images", "off", "--rule", "-*", "--rule", "+acme/*"}
	tests := map[string]struct {
		args           []string
		code           int
		stdout, stderr string
	}{
		"pinned":          {append([]string{"check", "-", "--policy", pinned, "--ca-file", d.CAFile}, only...), cli.Findings, "acme/team-label", ""},
		"insecure":        {append([]string{"check", "-", "--policy", pinned, "--insecure-registry", d.Host}, only...), cli.Findings, "acme/team-label", ""},
		"tagged":          {append([]string{"check", "-", "--policy", tagged, "--ca-file", d.CAFile}, only...), cli.Findings, "acme/team-label", "hint: write " + tagged + "@" + digest.String()},
		"by the file":     {[]string{"check", "-", "--config", config}, cli.Findings, "acme/team-label", ""},
		"listed":          {[]string{"rules", "--policy", pinned, "--ca-file", d.CAFile}, cli.Clean, "acme/team-label", ""},
		"explained":       {[]string{"explain", "acme/team-label", "--policy", pinned, "--ca-file", d.CAFile}, cli.Clean, "Reads object input", ""},
		"an unknown CA":   {append([]string{"check", "-", "--policy", pinned}, only...), cli.Failed, "", "--ca-file"},
		"not there":       {[]string{"rules", "--policy", tagged + "2", "--ca-file", d.CAFile}, cli.Failed, "", "not found"},
		"tested remotely": {[]string{"policy", "test", pinned}, cli.Failed, "", "rules are tested before they are pushed"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			in := strings.NewReader(`{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}`)
			if code := cli.Main(t.Context(), test.args, in, &stdout, &stderr); code != test.code {
				t.Errorf("exit code %d\n%s%s", code, &stdout, &stderr)
			}
			if !strings.Contains(stdout.String(), test.stdout) || !strings.Contains(stderr.String(), test.stderr) {
				t.Errorf("stdout\n%s\nstderr\n%s", &stdout, &stderr)
			}
		})
	}
}
