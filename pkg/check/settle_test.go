package check

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

var (
	pss      = []finding.PSS{{Level: "baseline"}}
	strong   = &finding.Rule{ID: "runtime/strong", Supersedes: []string{"workload/weak", "workload/standard"}}
	standing = &finding.Rule{ID: "workload/standing", PSS: pss, Supersedes: []string{"workload/weak", "workload/standard"}}
	weak     = &finding.Rule{ID: "workload/weak"}
	standard = &finding.Rule{ID: "workload/standard", PSS: pss}
	left     = &finding.Rule{ID: "x/left", Supersedes: []string{"x/right"}}
	right    = &finding.Rule{ID: "x/right", Supersedes: []string{"x/left"}}
	top      = &finding.Rule{ID: "dockerfile/top", Supersedes: []string{"runtime/strong"}}
)

const (
	podPath = "/spec"
	c0      = "/spec/containers/0"
	c1      = "/spec/containers/1"
)

func at(rule *finding.Rule, container, path string) hit {
	h := hit{rule: rule, object: 1, pod: podPath, container: container}
	h.Rule, h.Path, h.Message = rule.ID, path, "said by "+rule.ID
	return h
}

func (h hit) on(platform string) hit { h.platform = platform; return h }
func (h hit) of(object int) hit      { h.object = object; return h }

func TestSupersede(t *testing.T) {
	podField := podPath + "/securityContext/runAsUser"
	tests := []struct {
		name string
		hits []hit
		want []string
	}{
		{"the same container", []hit{at(strong, c0, c0+"/a"), at(weak, c0, c0+"/b")}, []string{"runtime/strong +1"}},
		{"another container", []hit{at(strong, c0, c0), at(weak, c1, c1)}, []string{"runtime/strong", "workload/weak"}},
		{"another object", []hit{at(strong, c0, c0), at(weak, c0, c0).of(2)}, []string{"runtime/strong", "workload/weak"}},
		{
			"a pod-level field covers the pod's containers",
			[]hit{at(strong, "", podField), at(weak, c0, c0), at(weak, c1, c1)},
			[]string{"runtime/strong +2"},
		},
		{
			"a container does not cover its pod",
			[]hit{at(strong, c0, c0+"/a"), at(weak, "", podField)},
			[]string{"runtime/strong", "workload/weak"},
		},
		{"but the very field", []hit{at(strong, c0, podField), at(weak, "", podField)}, []string{"runtime/strong +1"}},
		{
			"two fields of the pod",
			[]hit{at(strong, "", "/spec/volumes/0"), at(weak, "", "/spec/volumes/1")},
			[]string{"runtime/strong", "workload/weak"},
		},
		{
			"a field within the other",
			[]hit{at(strong, "", "/spec/volumes/0/hostPath/path"), at(weak, "", "/spec/volumes/0")},
			[]string{"runtime/strong +1"},
		},
		{
			"not between two controls",
			[]hit{at(standing, c0, c0), at(standard, c0, c0)},
			[]string{"workload/standing", "workload/standard"},
		},
		{"a control over another rule", []hit{at(standing, c0, c0), at(weak, c0, c0)}, []string{"workload/standing +1"}},
		{"only as listed", []hit{at(weak, c0, c0), at(standard, c0, c0)}, []string{"workload/weak", "workload/standard"}},
		{"a chain", []hit{at(top, c0, c0), at(strong, c0, c0), at(weak, c0, c0)}, []string{"dockerfile/top +2"}},
		{"each other", []hit{at(left, c0, c0), at(right, c0, c0)}, []string{"x/left +1", "x/right +1"}},
		{
			"another platform",
			[]hit{at(strong, c0, c0).on("linux/arm64"), at(weak, c0, c0).on("linux/amd64")},
			[]string{"runtime/strong", "workload/weak"},
		},
		{
			"one platform of a finding without",
			[]hit{at(strong, c0, c0).on("linux/arm64"), at(weak, c0, c0)},
			[]string{"runtime/strong", "workload/weak"},
		},
		{"not all of the platforms", []hit{
			at(strong, c0, c0).on("linux/amd64"), at(weak, c0, c0).on("linux/amd64"), at(weak, c0, c0).on("linux/arm64"),
		}, []string{"runtime/strong", "workload/weak [linux/amd64 linux/arm64]"}},
		{
			"without a platform over all",
			[]hit{at(strong, c0, c0), at(weak, c0, c0).on("linux/amd64")},
			[]string{"runtime/strong +1"},
		},
		{"twice on two platforms", []hit{
			at(strong, c0, c0).on("linux/amd64"), at(strong, c0, c0).on("linux/arm64"),
			at(weak, c0, c0).on("linux/amd64"), at(weak, c0, c0).on("linux/arm64"),
		}, []string{"runtime/strong +1 [linux/amd64 linux/arm64]"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, h := range byObject(mergePlatforms(tt.hits), supersede) {
				s := h.Rule
				if n := len(h.Related); n > 0 {
					s += fmt.Sprintf(" +%d", n)
				}
				if p := h.Subject.Platforms; len(p) > 1 {
					s += fmt.Sprint(" ", p)
				}
				got = append(got, s)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("kept (-want +got):\n%s", diff)
			}
		})
	}
}

// TestKeptIsNotSuperseded: where a level is enforced, a graver finding does not hide its control.
func TestKeptIsNotSuperseded(t *testing.T) {
	control := at(standard, c0, c0)
	control.kept = true
	if kept := supersede([]hit{at(strong, c0, c0), control, at(weak, c0, c0)}); len(kept) != 2 || kept[1].Rule != standard.ID {
		t.Errorf("kept %+v", kept)
	}
}

func TestSupersededIsNamed(t *testing.T) {
	kept := supersede([]hit{at(strong, c0, c0), at(weak, c0, c0)})
	want := []finding.Related{{Message: "workload/weak: said by workload/weak"}}
	if diff := cmp.Diff(want, kept[0].Related); diff != "" {
		t.Errorf("related (-want +got):\n%s", diff)
	}
}

func TestMergePlatforms(t *testing.T) {
	a, b := at(weak, c0, c0).on("linux/arm64"), at(weak, c0, c0).on("linux/amd64")
	a.Related = []finding.Related{{Message: "one"}}
	b.Related = []finding.Related{{Message: "one"}, {Message: "two"}}
	other := at(weak, c0, c0).on("linux/s390x")
	other.Message = "something else"
	merged := mergePlatforms([]hit{a, b, other, at(weak, c1, c1)})
	if len(merged) != 3 {
		t.Fatalf("%d findings", len(merged))
	}
	if diff := cmp.Diff([]string{"linux/amd64", "linux/arm64"}, merged[0].Subject.Platforms); diff != "" {
		t.Errorf("platforms (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]finding.Related{{Message: "one"}, {Message: "two"}}, merged[0].Related); diff != "" {
		t.Errorf("related (-want +got):\n%s", diff)
	}
	if merged[2].Subject.Platforms != nil {
		t.Errorf("platforms of a finding that depends on none: %v", merged[2].Subject.Platforms)
	}
}

func TestOnceAnImage(t *testing.T) {
	unresolved := &finding.Rule{ID: ruleImageUnresolved}
	hits := []hit{at(unresolved, c1, c1+"/image"), at(unresolved, c0, c0+"/image"), at(unresolved, c0, c0+"/image").of(2)}
	for i := range hits {
		hits[i].Subject = finding.Subject{Kind: "Pod", Name: "p", Container: string(rune('a' + i)), Image: "acme/api"}
		hits[i].Location = finding.Location{File: "p.yaml", Line: 10 - i}
	}
	hits[2].Subject.Image = "acme/web"
	got := settle(hits, Agreed{}).findings()
	if len(got) != 2 || got[1].Subject.Container != "b" || got[0].Subject.Image != "acme/web" {
		t.Fatalf("%+v", got)
	}
	want := []finding.Related{{Message: "also named by Pod p, container a", Location: finding.Location{File: "p.yaml", Line: 10}}}
	if diff := cmp.Diff(want, got[1].Related); diff != "" {
		t.Errorf("related (-want +got):\n%s", diff)
	}
}
