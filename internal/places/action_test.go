package places_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// action has the keys of GitHub's metadata syntax for composite actions
// (https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax).
type action struct {
	Name        string            `json:"name"`
	Author      string            `json:"author"`
	Description string            `json:"description"`
	Branding    map[string]string `json:"branding"`
	Inputs      map[string]struct {
		Description        string `json:"description"`
		Required           bool   `json:"required"`
		Default            string `json:"default"`
		DeprecationMessage string `json:"deprecationMessage"`
	} `json:"inputs"`
	Outputs map[string]struct {
		Description string `json:"description"`
		Value       string `json:"value"`
	} `json:"outputs"`
	Runs struct {
		Using string `json:"using"`
		Steps []step `json:"steps"`
	} `json:"runs"`
}

type step struct {
	Name             string            `json:"name"`
	ID               string            `json:"id"`
	If               string            `json:"if"`
	Uses             string            `json:"uses"`
	With             map[string]any    `json:"with"`
	Run              string            `json:"run"`
	Shell            string            `json:"shell"`
	WorkingDirectory string            `json:"working-directory"`
	ContinueOnError  bool              `json:"continue-on-error"`
	Env              map[string]string `json:"env"`
}

func metadata(t *testing.T) action {
	t.Helper()
	var a action
	strict(t, read(t, "action.yml"), &a)
	return a
}

var expression = regexp.MustCompile(`\$\{\{ *(.*?) *\}\}`)

// TestActionIsSafe: no input becomes the text of a command, each is described, used and passed on, and each step can run.
func TestActionIsSafe(t *testing.T) {
	a := metadata(t)
	if a.Name == "" || a.Description == "" || a.Runs.Using != "composite" {
		t.Errorf("action %+v", a)
	}
	text := string(read(t, "action.yml"))
	for name, in := range a.Inputs {
		if in.Description == "" || !strings.Contains(text, "inputs."+name) {
			t.Errorf("input %s is not described or not used", name)
		}
	}
	for _, used := range regexp.MustCompile(`inputs\.([a-z-]+)`).FindAllStringSubmatch(text, -1) {
		if _, ok := a.Inputs[used[1]]; !ok {
			t.Errorf("there is no input %s", used[1])
		}
	}
	script := string(read(t, "scripts/action.sh"))
	for _, s := range a.Runs.Steps {
		if (s.Run == "") == (s.Uses == "") || s.Run != "" && s.Shell == "" {
			t.Errorf("step %+v", s)
		}
		if expression.MatchString(s.Run) {
			t.Errorf("step %s: an expression becomes the text of a command", s.Name)
		}
		for name := range s.Env {
			if strings.HasPrefix(name, "INPUT_") && !strings.Contains(script, name) {
				t.Errorf("the script does not read %s", name)
			}
		}
	}
}

// job is what ran of the action.
type job struct {
	dir, log, summary string
	code              int
	outputs           map[string]string
	uploaded          bool
}

// runAction runs the steps of the action as a runner does; actions that steps use are noted only.
func runAction(t *testing.T, dir string, inputs map[string]string) job {
	t.Helper()
	a := metadata(t)
	temp := t.TempDir()
	action, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"GITHUB_OUTPUT": filepath.Join(temp, "output"), "GITHUB_STEP_SUMMARY": filepath.Join(temp, "summary"),
	}
	j := job{dir: dir, outputs: map[string]string{}}
	value := func(text string) string {
		return expression.ReplaceAllStringFunc(text, func(e string) string {
			name := expression.FindStringSubmatch(e)[1]
			if in, ok := strings.CutPrefix(name, "inputs."); ok {
				if v, given := inputs[in]; given {
					return v
				}
				return a.Inputs[in].Default
			}
			if name == "github.action_ref" {
				return "v1.2.3"
			}
			return j.outputs[strings.TrimPrefix(name, "steps.check.outputs.")]
		})
	}
	for _, s := range a.Runs.Steps {
		if s.Run == "" {
			wanted := inputs["upload"] != "false" && j.outputs["sarif"] != ""
			j.uploaded = j.uploaded || wanted && strings.HasPrefix(s.Uses, "github/codeql-action/upload-sarif@")
			continue
		}
		env := map[string]string{"GITHUB_ACTION_PATH": action, "RUNNER_TEMP": temp}
		for name, file := range files {
			env[name] = file
		}
		for name, text := range s.Env {
			env[name] = value(text)
		}
		var out string
		if out, j.code = bash(t, dir, s.Run, env); s.ID == "check" {
			j.log = out
		} else if j.code != 0 {
			t.Fatalf("step %s: %s", s.Name, out)
		}
		written, _ := os.ReadFile(files["GITHUB_OUTPUT"]) // the first step writes none
		for line := range strings.Lines(string(written)) {
			name, v, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
			j.outputs[name] = v
		}
	}
	summary, _ := os.ReadFile(files["GITHUB_STEP_SUMMARY"]) // without a summary it is empty
	j.summary = string(summary)
	return j
}

func TestAction(t *testing.T) {
	clean := runAction(t, repository(t, nil), map[string]string{"images": "off"})
	if clean.code != 0 || clean.outputs["exit-code"] != "0" || !clean.uploaded || !strings.Contains(clean.summary, "## hullcheck") {
		t.Errorf("%+v", clean)
	}
	bad := runAction(t, repository(t, map[string]string{"deploy/bad.yaml": privileged}), map[string]string{
		"images": "off", "html": "out.html", "sarif": "out.sarif", "rules": "-*\n+workload/privileged\n", "sources": "deploy\r\nDockerfile",
	})
	if bad.code != 1 || bad.outputs["exit-code"] != "1" || bad.outputs["sarif"] != "out.sarif" || !bad.uploaded {
		t.Errorf("%+v", bad)
	}
	var sarif struct {
		Runs []struct{ Results []any }
	}
	if err := json.Unmarshal(report(t, bad.dir, "out.sarif"), &sarif); err != nil || len(sarif.Runs[0].Results) != 1 {
		t.Errorf("%+v, %v", sarif, err)
	}
	report(t, bad.dir, "out.html")
	if !strings.Contains(bad.summary, "workload/privileged") {
		t.Errorf("summary %q", bad.summary)
	}
	quiet := runAction(t, repository(t, nil), map[string]string{
		"images": "off", "upload": "false", "annotations": "false", "summary": "false", "sources": "nowhere.yaml",
	})
	if quiet.code != 2 || quiet.uploaded || quiet.summary != "" || strings.Contains(quiet.log, "::error") {
		t.Errorf("%+v", quiet)
	}
}

// TestActionKeepsInputFromTheRunner: while the report is printed the runner takes no line for a command, and annotations
// are the only commands behind it.
func TestActionKeepsInputFromTheRunner(t *testing.T) {
	j := runAction(t, repository(t, map[string]string{"deploy/bad.yaml": privileged}), map[string]string{"images": "off"})
	first, rest, _ := strings.Cut(j.log, "\n")
	token, ok := strings.CutPrefix(first, "::stop-commands::")
	if !ok || len(token) != 32 {
		t.Fatalf("the first line is %q", first)
	}
	text, annotations, ok := strings.Cut(rest, "\n::"+token+"::\n")
	if !ok || !strings.Contains(text, "##[error]y") {
		t.Fatalf("log %q", rest)
	}
	for line := range strings.Lines(annotations) {
		if !regexp.MustCompile(`^(::(error|warning|notice) |hullcheck: )`).MatchString(line) {
			t.Errorf("line %q", line)
		}
	}
	if again := runAction(t, repository(t, nil), map[string]string{"images": "off"}); strings.Contains(again.log, token) {
		t.Error("the token can be guessed")
	}
}

// TestActionRunsNoInput: what stands in an input is an argument, whatever it is.
func TestActionRunsNoInput(t *testing.T) {
	for name := range metadata(t).Inputs {
		dir := repository(t, nil)
		j := runAction(t, dir, map[string]string{"images": "off", name: "$(touch owned)`touch owned`; touch owned\ntouch owned"})
		if _, err := os.Stat(filepath.Join(dir, "owned")); err == nil {
			t.Errorf("input %s was run", name)
		}
		for output := range j.outputs {
			if output != "exit-code" && output != "sarif" {
				t.Errorf("input %s makes an output %q", name, output)
			}
		}
	}
}
