package places_test

import (
	"strings"
	"testing"
)

// hook is an entry of .pre-commit-hooks.yaml, with the keys that pre-commit documents
// (https://pre-commit.com/#creating-new-hooks).
type hook struct {
	ID                      string   `json:"id"`
	Name                    string   `json:"name"`
	Entry                   string   `json:"entry"`
	Language                string   `json:"language"`
	Files                   string   `json:"files"`
	Exclude                 string   `json:"exclude"`
	Types                   []string `json:"types"`
	TypesOr                 []string `json:"types_or"`
	ExcludeTypes            []string `json:"exclude_types"`
	AlwaysRun               bool     `json:"always_run"`
	FailFast                bool     `json:"fail_fast"`
	Verbose                 bool     `json:"verbose"`
	PassFilenames           *bool    `json:"pass_filenames"`
	RequireSerial           bool     `json:"require_serial"`
	Description             string   `json:"description"`
	LanguageVersion         string   `json:"language_version"`
	MinimumPreCommitVersion string   `json:"minimum_pre_commit_version"`
	Args                    []string `json:"args"`
	Stages                  []string `json:"stages"`
}

type preCommitConfig struct {
	Repos []struct {
		Repo  string `json:"repo"`
		Rev   string `json:"rev"`
		Hooks []hook `json:"hooks"`
	} `json:"repos"`
}

func hooks(t *testing.T) []hook {
	t.Helper()
	var out []hook
	strict(t, read(t, ".pre-commit-hooks.yaml"), &out)
	return out
}

// TestPreCommitHook runs the hook as pre-commit does: its entry, then its arguments or those of the repository that uses it.
func TestPreCommitHook(t *testing.T) {
	for _, h := range hooks(t) {
		if h.ID == "" || h.Name == "" || h.Language != "golang" || h.PassFilenames == nil || *h.PassFilenames {
			t.Errorf("hook %+v", h)
		}
		for _, args := range [][]string{h.Args, {}, {"deploy"}} {
			command := strings.Join(append([]string{h.Entry}, args...), " ")
			if out, code := bash(t, repository(t, nil), command, nil); code != 0 {
				t.Errorf("%s: exit code %d\n%s", command, code, out)
			}
			bad := repository(t, map[string]string{"deploy/bad.yaml": privileged})
			if out, code := bash(t, bad, command, nil); code != 1 || !strings.Contains(out, "workload/privileged") {
				t.Errorf("%s: exit code %d\n%s", command, code, out)
			}
		}
	}
}
