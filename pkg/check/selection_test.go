package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

func someRules() []finding.Rule {
	baseline := []finding.PSS{{Level: "baseline", Since: "1.0"}}
	late := []finding.PSS{{Level: "restricted", Since: "1.22"}}
	return []finding.Rule{
		{ID: "image/user-root", DefaultOn: true, Input: "image", Evidence: finding.EvidenceUsers},
		{ID: "image/setuid-files", Input: "image", Evidence: finding.EvidenceTree},
		{ID: "runtime/runs-as-root", DefaultOn: true, Input: "container", Evidence: finding.EvidenceUsers},
		{ID: "workload/advice", DefaultOn: true, Input: "container"},
		{ID: "workload/drop-all", DefaultOn: true, Input: "container", PSS: late},
		{ID: "workload/privileged", DefaultOn: true, Input: "container", PSS: baseline},
	}
}

func TestChoose(t *testing.T) {
	everywhere := []string{"image/user-root", "runtime/runs-as-root"}
	with := func(more ...string) []string { return append(append([]string{}, everywhere...), more...) }
	tests := []struct {
		name    string
		profile Profile
		minor   int
		globs   []string
		want    []string
	}{
		{"hardened is all but what is off", Hardened, 37, nil, with("workload/advice", "workload/drop-all", "workload/privileged")},
		{"hardened does not ask for the version", Hardened, 1, nil, with("workload/advice", "workload/drop-all", "workload/privileged")},
		{"restricted includes baseline", Restricted, 37, nil, with("workload/drop-all", "workload/privileged")},
		{"baseline", Baseline, 37, nil, with("workload/privileged")},
		{"a control that is younger", Restricted, 21, nil, with("workload/privileged")},
		{"a control of that version", Restricted, 22, nil, with("workload/drop-all", "workload/privileged")},
		{"add what is off", Baseline, 37, []string{"+image/setuid-files"}, []string{
			"image/user-root", "image/setuid-files", "runtime/runs-as-root", "workload/privileged",
		}},
		{"add against the profile", Baseline, 37, []string{"+workload/adv*"}, with("workload/advice", "workload/privileged")},
		{"remove a category", Hardened, 37, []string{"-workload/*"}, everywhere},
		{"the last one decides", Hardened, 37, []string{"-*", "+workload/privileged"}, []string{"workload/privileged"}},
		{"a dot is a dot", Hardened, 37, []string{"-*", "+image/user-root"}, []string{"image/user-root"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			chosen, err := Selection{Profile: tt.profile, Globs: tt.globs, KubernetesMinor: tt.minor}.Choose(someRules())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range chosen {
				got = append(got, r.ID)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("rules (-want +got):\n%s", diff)
			}
		})
	}
}

func TestChooseRefusesGlobs(t *testing.T) {
	for glob, want := range map[string]string{
		"workload/privileged":   `rule "workload/privileged": write +workload/privileged to add or -workload/privileged to remove`,
		"+workload/nothing":     `no rule matches "workload/nothing"`,
		"-privileged":           `no rule matches "privileged"`,
		"+workload.privileged*": `no rule matches "workload.privileged*"`,
		"":                      `rule "": write + to add or - to remove`,
	} {
		_, err := Selection{Profile: Hardened, Globs: []string{glob}}.Choose(someRules())
		if err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", glob, err, want)
		}
	}
}

func TestEvidence(t *testing.T) {
	rules := someRules()
	if got := evidence(rules, "image"); got != finding.EvidenceTree {
		t.Errorf("image: %q", got)
	}
	if got := evidence(rules, "container"); got != finding.EvidenceUsers {
		t.Errorf("container: %q", got)
	}
	if got := evidence(rules, "object"); got != finding.EvidenceNone {
		t.Errorf("object: %q", got)
	}
}

func TestParseVersion(t *testing.T) {
	for text, want := range map[string]int{"1.37": 37, "v1.0": 0, "1.22.4": 22, "v1.31.0": 31} {
		if got, err := ParseVersion(text); err != nil || got != want {
			t.Errorf("%s: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "1", "2.1", "1.x", "1.-3", "1.2.3.4", "1.", "latest", "1.99999"} {
		if got, err := ParseVersion(text); err == nil {
			t.Errorf("%q: got %d, want an error", text, got)
		}
	}
}

func TestParseProfile(t *testing.T) {
	for _, p := range Profiles() {
		if got, err := ParseProfile(string(p)); err != nil || got != p {
			t.Errorf("%s: %s, %v", p, got, err)
		}
	}
	if _, err := ParseProfile("strict"); err == nil {
		t.Error("strict is taken for a profile")
	}
}
