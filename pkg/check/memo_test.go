package check

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

func containerAt(pod, path, name string) *input.Container {
	return &input.Container{
		Kind: input.KindContainer, Name: name, Path: pod + path, PodPath: pod,
		Security: input.Security{RunAsUser: input.Setting[int64]{From: pod + path + "/securityContext/runAsUser"}},
		Identity: input.Identity{Path: pod + "/securityContext/runAsUser"},
		Start:    input.Start{Program: "/opt/spec/run"},
	}
}

// everything is a group of one rule that reads all of a container.
func everything(t *testing.T) *policy.Group {
	t.Helper()
	set, err := policy.Load(t.Context(), policy.Source{Name: "rules", FS: fstest.MapFS{
		"acme/all/all.rego": {Data: []byte(`# METADATA
# scope: package
# title: All
# description: Reads all.
# schemas:
#   - input: schema.container
# custom:
#   severity: low
#   remediation: none
package acme.all

deny contains {"msg": json.marshal(input), "path": ""}
`)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	e, err := set.Prepare(t.Context(), []string{"acme/all"})
	if err != nil {
		t.Fatal(err)
	}
	return e.Groups(input.KindContainer)[0]
}

func keys(t *testing.T) func(*input.Container) memoKey {
	t.Helper()
	g := everything(t)
	return func(in *input.Container) memoKey {
		k, _ := keyOf(nil, input.KindContainer, g, in, marksOf(in))
		return k
	}
}

func TestKeyForgetsPositions(t *testing.T) {
	const template = "/spec/template/spec"
	key := keys(t)
	first := key(containerAt(template, "/containers/1", "api"))
	for name, same := range map[string]*input.Container{
		"another place":     containerAt(template, "/containers/10", "api"),
		"another kind":      containerAt("/spec/jobTemplate/spec/template/spec", "/initContainers/0", "api"),
		"of a pod":          containerAt("/spec", "/containers/0", "api"),
		"the same position": containerAt(template, "/containers/1", "api"),
	} {
		if key(same) != first {
			t.Errorf("%s: another key", name)
		}
	}
	other := containerAt(template, "/containers/1", "api")
	other.Identity.Path = template + "/containers/1/securityContext/runAsUser"
	program := containerAt("/spec", "/containers/0", "api")
	program.Start.Program = "/opt/spec/template/spec/run"
	for name, different := range map[string]*input.Container{
		"another name":          containerAt(template, "/containers/1", "web"),
		"another field decides": other,
		"another program":       program,
	} {
		if key(different) == first {
			t.Errorf("%s: the same key", name)
		}
	}
}

// What the rules said of one container is said of an equal one in its own pointers.
func TestMemoTranslatesPointers(t *testing.T) {
	rule := &finding.Rule{ID: "workload/x"}
	hits := func(pod, container string) []policy.Hit {
		return []policy.Hit{{
			Rule: rule, Path: container + "/securityContext/privileged",
			Message: "set at " + container + ", not at " + pod + ". See /opt/spec/run and /spec/containers/10",
			Write:   "false at " + container + "/securityContext/privileged",
			Related: []policy.HitRelated{{Path: pod + "/securityContext", Message: "the pod"}},
		}}
	}
	var m memo
	a := containerAt("/spec", "/containers/1", "api")
	key := keys(t)
	k := key(a)
	if _, ok := m.get(k, marksOf(a)); ok {
		t.Fatal("an empty memo answers")
	}
	given := hits("/spec", "/spec/containers/1")
	m.put(k, given, marksOf(a))
	if diff := cmp.Diff(hits("/spec", "/spec/containers/1"), given); diff != "" {
		t.Errorf("put changed the hits:\n%s", diff)
	}
	again, ok := m.get(k, marksOf(a))
	if diff := cmp.Diff(given, again); !ok || diff != "" {
		t.Errorf("the same container: %v\n%s", ok, diff)
	}
	b := containerAt("/spec/template/spec", "/containers/0", "api")
	got, ok := m.get(key(b), marksOf(b))
	want := hits("/spec/template/spec", "/spec/template/spec/containers/0")
	want[0].Message = "set at /spec/template/spec/containers/0, not at /spec/template/spec. " +
		"See /opt/spec/run and /spec/template/spec/containers/10"
	if diff := cmp.Diff(want, got); !ok || diff != "" {
		t.Errorf("another place: %v\n%s", ok, diff)
	}
	if m.asked != 3 || m.met != 2 {
		t.Errorf("asked %d, met %d", m.asked, m.met)
	}
}

func TestMemoIsBounded(t *testing.T) {
	var m memo
	in := containerAt("/spec", "/containers/0", "api")
	for i := range memoSize + 10 {
		m.put(memoKey{byte(i), byte(i >> 8)}, nil, marksOf(in))
	}
	if len(m.hits) > memoSize {
		t.Errorf("%d entries", len(m.hits))
	}
}
