package places_test

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// gitlabHeader and gitlabJob have the keys of GitLab's YAML reference that the template may use
// (https://docs.gitlab.com/ci/yaml/).
type gitlabHeader struct {
	Spec struct {
		Inputs map[string]struct {
			Description string `json:"description"`
			Default     string `json:"default"`
		} `json:"inputs"`
	} `json:"spec"`
}

type gitlabJob struct {
	Stage     string            `json:"stage"`
	Image     string            `json:"image"`
	Variables map[string]string `json:"variables"`
	Script    []string          `json:"script"`
	Artifacts struct {
		When     string   `json:"when"`
		ExposeAs string   `json:"expose_as"`
		Paths    []string `json:"paths"`
		Reports  struct {
			CodeQuality string `json:"codequality"`
			JUnit       string `json:"junit"`
		} `json:"reports"`
	} `json:"artifacts"`
}

func gitlabTemplate(t *testing.T) (gitlabHeader, gitlabJob) {
	t.Helper()
	header, jobs, ok := strings.Cut(string(read(t, "templates/check.yml")), "\n---\n")
	if !ok {
		t.Fatal("the template has no header")
	}
	var h gitlabHeader
	strict(t, []byte(header), &h)
	var j map[string]gitlabJob
	strict(t, []byte(jobs), &j)
	if len(j) != 1 {
		t.Fatalf("jobs %v", j)
	}
	return h, j["hullcheck"]
}

var gitlabInput = regexp.MustCompile(`\$\[\[ inputs\.([a-z-]+) \]\]`)

// TestGitLabTemplate runs the job with its defaults and with inputs, and reads the reports as GitLab does.
func TestGitLabTemplate(t *testing.T) {
	header, job := gitlabTemplate(t)
	for name, in := range header.Spec.Inputs {
		if in.Description == "" {
			t.Errorf("input %s is not described", name)
		}
	}
	script := strings.Join(job.Script, "\n")
	if gitlabInput.MatchString(script) {
		t.Errorf("an input becomes the text of a command:\n%s", script)
	}
	for _, tt := range []struct {
		inputs map[string]string
		code   int
	}{
		{map[string]string{"flags": "--images off"}, 0},
		{map[string]string{"flags": "--images off", "sources": "deploy bad.yaml"}, 1},
		{map[string]string{"flags": "--images off", "sources": "bad.yaml; touch owned $(touch owned) `touch owned` *"}, 2},
	} {
		dir := repository(t, map[string]string{"bad.yaml": privileged})
		env := map[string]string{"GOPATH": t.TempDir()}
		for name, text := range job.Variables {
			env[name] = gitlabInput.ReplaceAllStringFunc(text, func(s string) string {
				input := gitlabInput.FindStringSubmatch(s)[1]
				if v, ok := tt.inputs[input]; ok {
					return v
				}
				return header.Spec.Inputs[input].Default
			})
		}
		out, code := bash(t, dir, script, env)
		if code != tt.code {
			t.Fatalf("%v: exit code %d\n%s", tt.inputs, code, out)
		}
		if _, err := os.Stat(filepath.Join(dir, "owned")); err == nil {
			t.Error("an input was run")
		}
		var issues []struct{ Description, Fingerprint, Severity string }
		if err := json.Unmarshal(report(t, dir, job.Artifacts.Reports.CodeQuality), &issues); err != nil || (len(issues) > 1) != (code > 0) {
			t.Errorf("%d issues, %v", len(issues), err)
		}
		var suites struct {
			Tests int `xml:"tests,attr"`
		}
		if err := xml.Unmarshal(report(t, dir, job.Artifacts.Reports.JUnit), &suites); err != nil || suites.Tests == 0 {
			t.Errorf("%d tests, %v", suites.Tests, err)
		}
		report(t, dir, job.Artifacts.Paths[0])
	}
}

func report(t *testing.T, dir, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Error(err)
	}
	return b
}
