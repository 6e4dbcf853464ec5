package cli

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/internal/ruleexamples"
	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/policy"
)

var policyFiles = os.DirFS("../../policies")

// leftExamples are the bad examples of workload and runtime rules whose finding no edit resolves, with a word of the reason
// that is given. All others must be resolved. A rule stands for all of its examples.
var leftExamples = map[string]string{
	"workload/added-capabilities":                    "whether the program uses the capability is not known",
	"workload/capabilities-baseline/bad_all":         "whether the program uses the capability is not known",
	"workload/capabilities-baseline/bad_init":        "whether the program uses the capability is not known",
	"workload/capabilities-baseline/bad_net_raw":     "whether the program uses the capability is not known",
	"workload/capabilities-baseline/bad_sys_admin":   "whether the program uses the capability is not known",
	"workload/cpu-limit":                             "how much CPU the program needs is not known",
	"workload/host-path":                             "what the program needs of the node is not known",
	"workload/host-path-sensitive":                   "what the program needs of the node is not known",
	"workload/host-ports":                            "a Service must take the place of the port first",
	"workload/image-not-by-digest":                   "which digest was tested is not known",
	"workload/image-tag-mutable":                     "which release is meant is not known",
	"workload/memory-limit":                          "how much memory the program needs is not known",
	"workload/probe-host":                            "whether the program answers on the pod's own address is not known",
	"workload/resource-requests":                     "how much the program needs is not known",
	"workload/run-as-user-root/bad_container":        "the user that the image is made for is not known",
	"workload/run-as-user-root/bad_init":             "the user that the image is made for is not known",
	"workload/run-as-user-root/bad_pod":              "the user that the image is made for is not known",
	"workload/run-as-user-unset/bad_init":            "the user that the image is made for is not known",
	"workload/run-as-user-unset/bad_nowhere":         "the user that the image is made for is not known",
	"workload/runtime-socket":                        "what the program asks of the container runtime is not known",
	"workload/secret-in-env":                         "the secret must be replaced where it was made, and put into a Secret",
	"workload/sysctls":                               "what the program needs of the kernel is not known",
	"workload/unknown-field":                         "what the field was meant to be is not known; it has no effect",
	"workload/volume-types":                          "where the data is to be kept is not known",
	"workload/windows-host-process":                  "a HostProcess container is made for the node",
	"workload/writable-volume-without-fs-group":      "which group is to own the volume is not known",
	"runtime/entrypoint-not-executable":              "no edit is known that would be no guess",
	"runtime/entrypoint-not-found":                   "no edit is known that would be no guess",
	"runtime/group-root/bad_entry":                   "the image names no group for its user; which one is meant is not known",
	"runtime/kubelet-refuses/bad_image_without_user": "the image is made for root",
	"runtime/kubelet-refuses/bad_init":               "the image is made for root",
	"runtime/low-port":                               "which other port the program can listen on is not known",
	"runtime/read-only-root-write-path/bad_workdir":  "an emptyDir would hide what the image has in /srv/app; mount one where the program really writes",
	"runtime/runs-as-root/bad_image_user_name":       "the image is made for root",
	"runtime/runs-as-root/bad_image_without_user":    "the image is made for root",
	"runtime/runs-as-root/bad_override":              "the image is made for root",
	"runtime/registry-not-allowed":                   "where else the image is to be had is not known",
	"runtime/uid-below-minimum":                      "which other user the image can run as is not known",
	"runtime/start-fails":                            "no edit is known that would be no guess",
	"runtime/supplemental-groups-from-image":         "which of the groups that the image adds are meant is not known; write them as supplementalGroups",
	"runtime/user-unresolvable":                      "the image's USER",
	"runtime/workdir-inaccessible":                   "no edit is known that would be no guess",
}

// TestFixBadExamples fixes every bad example of the rules about workloads: what is resolved is gone afterwards, what is left
// is named with its reason, nothing that started fails, and a second fix has nothing to do.
func TestFixBadExamples(t *testing.T) {
	set, err := (&ruleFlags{}).load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	met := map[string]bool{}
	for _, r := range set.Rules() {
		rule := r.ID
		if !strings.HasPrefix(rule, "workload/") && !strings.HasPrefix(rule, "runtime/") {
			continue
		}
		examples, err := ruleexamples.Of(policyFiles, rule)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range examples {
			if !x.Bad || x.Dockerfile {
				continue
			}
			name := rule + "/" + strings.TrimSuffix(x.Name, ".yaml")
			why, left := leftExamples[name]
			if !left {
				name = rule
				why, left = leftExamples[name]
			}
			met[name] = true
			t.Run(rule+"/"+x.Name, func(t *testing.T) { fixExample(t, set, x, why, left) })
		}
	}
	for name := range maps.Keys(leftExamples) {
		if !met[name] {
			t.Errorf("no example is called %s", name)
		}
	}
}

func fixExample(t *testing.T, set *policy.Set, x ruleexamples.Example, why string, left bool) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "x.yaml")
	if err := os.WriteFile(file, x.Text, 0o600); err != nil {
		t.Fatal(err)
	}
	o := exampleOptions(t, set, x)
	o.Sources = []string{file}
	before, err := check.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	// all ends with a round that has nothing to edit.
	r, err := newRounds(&env{}, o)
	if err == nil {
		err = r.all(t.Context())
	}
	if err != nil || len(r.errors) > 0 {
		t.Fatal(err, r.errors)
	}
	// What the kubelet refused may fail for another reason behind it.
	hidden := slices.Contains(rulesIn(before), "runtime/kubelet-refuses")
	for _, f := range r.result.Findings {
		if f.Severity >= finding.High && f.Rule != x.Rule && !hidden && !slices.Contains(rulesIn(before), f.Rule) {
			t.Errorf("new finding %s: %s", f.Rule, f.Message)
		}
	}
	fires, reason := slices.Contains(rulesIn(r.result), x.Rule), ""
	for _, s := range r.left {
		if s.Finding.Rule == x.Rule {
			reason = s.Left
		}
	}
	if fires != left || left && (why == "" || !strings.Contains(reason, why)) {
		t.Errorf("left: %t %q, want %t %q\n%s", fires, reason, left, why, r.after[file])
	}
}

func rulesIn(r *check.Result) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, f.Rule)
	}
	return out
}

func exampleOptions(t *testing.T, set *policy.Set, x ruleexamples.Example) check.Options {
	t.Helper()
	o := check.Options{
		Rules: set, Selection: check.Selection{Globs: []string{"-*", "+runtime/*", "+" + x.Rule}, Parameters: x.Parameters}, Images: check.ImagesOff,
	}
	if x.Image == nil || x.Image.Unreadable {
		return o
	}
	dir := t.TempDir()
	img, err := x.Image.Build().Image(ruleexamples.Contents())
	if err == nil {
		err = imagetest.WriteLayout(dir, imagetest.Tagged{Image: img})
	}
	if err != nil {
		t.Fatal(err)
	}
	m, err := check.ParseMapping("registry.example.com/acme/api=oci:"+dir, true)
	if err != nil {
		t.Fatal(err)
	}
	o.Images, o.Mappings = check.ImagesAuto, []*check.Mapping{m}
	o.Opener, err = image.NewOpener(image.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return o
}
