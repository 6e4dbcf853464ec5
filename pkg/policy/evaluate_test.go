package policy_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// rulesOf makes a set of rules NAME in category acme, each from the text below its package line, and prepares them all.
func rulesOf(t *testing.T, bodies map[string]string) *policy.Evaluator {
	t.Helper()
	e, err := tryRules(t, bodies)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// tryRules is rulesOf for rules that may not compile.
func tryRules(t *testing.T, bodies map[string]string) (*policy.Evaluator, error) {
	t.Helper()
	files := map[string]string{}
	var ids []string
	for name, body := range bodies {
		files["acme/"+name+"/"+name+".rego"] = metadata + "package acme." + name + "\n\n" + body
		ids = append(ids, "acme/"+name)
	}
	set, err := policy.Load(t.Context(), user(files))
	if err != nil {
		return nil, err
	}
	return set.Prepare(t.Context(), ids)
}

// said is a hit without its rule's metadata.
type said struct {
	Rule, Message, Path, Write string
	Related                    []policy.HitRelated
}

func all(hits []policy.Hit) []said {
	var out []said
	for _, h := range hits {
		out = append(out, said{h.Rule.ID, h.Message, h.Path, h.Write, h.Related})
	}
	return out
}

func TestEvaluateOrdersHits(t *testing.T) {
	e := rulesOf(t, map[string]string{
		"b": `deny contains {"msg": "only", "path": ""} if input.image.asked`,
		"a": `deny contains {"msg": sprintf("%d", [n]), "path": path} if {
			input.image.asked
			some n in [10, 9, 1]
			some path in ["/b", "/a"]
		}`,
		"silent": `deny contains {"msg": "never", "path": ""} if input.image.unread != ""`,
	})
	in := sampleContainer()
	hits, err := e.Evaluate(t.Context(), input.KindContainer, in)
	if err != nil {
		t.Fatal(err)
	}
	want := []said{
		{Rule: "acme/a", Message: "1", Path: "/a"},
		{Rule: "acme/a", Message: "10", Path: "/a"},
		{Rule: "acme/a", Message: "9", Path: "/a"},
		{Rule: "acme/a", Message: "1", Path: "/b"},
		{Rule: "acme/a", Message: "10", Path: "/b"},
		{Rule: "acme/a", Message: "9", Path: "/b"},
		{Rule: "acme/b", Message: "only"},
	}
	if diff := cmp.Diff(want, all(hits)); diff != "" {
		t.Errorf("hits (-want +got):\n%s", diff)
	}
}

func TestEvaluateReadsWriteAndRelated(t *testing.T) {
	e := rulesOf(t, map[string]string{"a": `deny contains {
		"msg": "m", "path": "/x", "write": "write y",
		"related": [{"msg": "second", "path": "/b"}, {"msg": "first", "path": "/a"}],
	} if input.image.asked`})
	hits, err := e.Evaluate(t.Context(), input.KindContainer, sampleContainer())
	if err != nil {
		t.Fatal(err)
	}
	want := []said{{
		Rule: "acme/a", Message: "m", Path: "/x", Write: "write y",
		Related: []policy.HitRelated{{Message: "first", Path: "/a"}, {Message: "second", Path: "/b"}},
	}}
	if diff := cmp.Diff(want, all(hits)); diff != "" {
		t.Errorf("hits (-want +got):\n%s", diff)
	}
}

func TestEvaluateTakesDecodedJSONToo(t *testing.T) {
	e := rulesOf(t, map[string]string{"a": `deny contains {"msg": input.name, "path": ""} if input.os == "linux"`})
	hits, err := e.Evaluate(t.Context(), input.KindContainer, map[string]any{"name": "x", "os": "linux"})
	if err != nil || len(hits) != 1 || hits[0].Message != "x" {
		t.Errorf("Evaluate = %v, %v", hits, err)
	}
}

func TestEvaluateOfAnotherKindIsSilent(t *testing.T) {
	e := rulesOf(t, map[string]string{"a": `deny contains {"msg": "m", "path": ""} if input.os == "linux"`})
	if hits, err := e.Evaluate(t.Context(), input.KindImage, input.Image{OS: "linux"}); hits != nil || err != nil {
		t.Errorf("Evaluate = %v, %v", hits, err)
	}
}

func TestARuleThatErrsIsNamedAndTheOthersStillJudge(t *testing.T) {
	const good = `deny contains {"msg": "good", "path": ""} if input.image.asked`
	tests := map[string]struct{ body, want string }{
		"built-in": {
			`deny contains {"msg": "m", "path": ""} if to_number(input.name) > 1`, "to_number",
		},
		"conflict": {
			"deny contains {\"msg\": x, \"path\": \"\"} if input.image.asked\n\nx := \"a\" if input.image.asked\n\nx := input.name",
			"conflict",
		},
		"string":          {`deny contains "m" if input.image.asked`, `deny holds "m": want an object with msg and path`},
		"no path":         {`deny contains {"msg": "m"} if input.image.asked`, "path is missing"},
		"no msg":          {`deny contains {"path": ""} if input.image.asked`, "msg is missing"},
		"empty msg":       {`deny contains {"msg": "", "path": ""} if input.image.asked`, "msg: is empty"},
		"msg no string":   {`deny contains {"msg": 1, "path": ""} if input.image.asked`, "msg: is number, not a string"},
		"path no string":  {`deny contains {"msg": "m", "path": null} if input.image.asked`, "path: is null, not a string"},
		"path no pointer": {`deny contains {"msg": "m", "path": "spec"} if input.image.asked`, `path: "spec" is no JSON pointer`},
		"unknown key": {
			`deny contains {"msg": "m", "path": "", "severity": "low"} if input.image.asked`, "severity: unknown key",
		},
		"related no list": {
			`deny contains {"msg": "m", "path": "", "related": "x"} if input.image.asked`, "related: is string, not a set or an array",
		},
		"related no object": {
			`deny contains {"msg": "m", "path": "", "related": ["x"]} if input.image.asked`, "related: want objects",
		},
		"related unknown key": {
			`deny contains {"msg": "m", "path": "", "related": {{"msg": "m", "path": "", "line": 1}}} if input.image.asked`,
			"related: line: unknown key",
		},
		"related no path": {
			`deny contains {"msg": "m", "path": "", "related": {{"msg": "m"}}} if input.image.asked`, "related: path is missing",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			e := rulesOf(t, map[string]string{"bad": test.body, "good": good})
			hits, err := e.Evaluate(t.Context(), input.KindContainer, sampleContainer())
			var bad *policy.RuleError
			if !errors.As(err, &bad) || bad.Rule != "acme/bad" {
				t.Fatalf("error %v names no rule acme/bad", err)
			}
			if !strings.Contains(err.Error(), "rule acme/bad: ") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error does not say %q: %v", test.want, err)
			}
			if diff := cmp.Diff([]said{{Rule: "acme/good", Message: "good"}}, all(hits)); diff != "" {
				t.Errorf("hits (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEvaluateStopsWithItsContext(t *testing.T) {
	const slow = `deny contains {"msg": "m", "path": ""} if {
		some a in numbers.range(1, 10000)
		some b in numbers.range(1, 10000)
		sprintf("%d", [a * b]) == input.name
	}`
	e := rulesOf(t, map[string]string{"slow": slow})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	hits, err := e.Evaluate(ctx, input.KindContainer, sampleContainer())
	if hits != nil || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Evaluate = %v, %v; want a deadline exceeded", hits, err)
	}
}

func TestEvaluateConcurrently(t *testing.T) {
	e := prepareAll(t)
	want, err := e.Evaluate(t.Context(), input.KindContainer, sampleContainer())
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				in := sampleContainer()
				got, err := e.Evaluate(t.Context(), input.KindContainer, &in)
				if err != nil || !cmp.Equal(all(want), all(got)) {
					t.Errorf("Evaluate = %v, %v", all(got), err)
				}
			}
		})
	}
	wg.Wait()
}

// The sample has exactly two faults, and the kubelet speaks of the first.
func TestBuiltinRulesOnAContainer(t *testing.T) {
	hits, err := prepareAll(t).Evaluate(t.Context(), input.KindContainer, sampleContainer())
	if err != nil {
		t.Fatal(err)
	}
	want := []said{
		{
			Rule: "runtime/kubelet-refuses", Message: "container has runAsNonRoot and image will run as root", Path: imageAt,
			Write: "write USER 1000:1000 in the image's Dockerfile, with a passwd entry, or runAsUser: 1000 in the manifest",
			Related: []policy.HitRelated{
				{Message: "this image sets no USER, so it would run as uid 0", Path: imageAt},
				{Message: "runAsNonRoot is demanded here", Path: podAt + "runAsNonRoot"},
			},
		},
		{
			Rule: "workload/read-only-root-filesystem", Path: containerAt + "readOnlyRootFilesystem",
			Message: "the root file system is writable: readOnlyRootFilesystem is false (container)",
		},
		{
			Rule: "workload/run-as-user-unset", Path: podAt + "runAsUser",
			Message: "runAsUser is not set for the container or its pod, and the image sets no USER",
		},
	}
	if diff := cmp.Diff(want, all(hits)); diff != "" {
		t.Errorf("hits (-want +got):\n%s", diff)
	}
}
