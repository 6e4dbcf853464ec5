package ruleexamples

import (
	"bytes"
	"debug/elf"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

func tree(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range files {
		out["runtime/a_rule/testdata/"+name] = &fstest.MapFile{Data: []byte(text)}
		out["image/a_rule/testdata/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func TestOfReadsManifestsWithTheirImages(t *testing.T) {
	got, err := Of(tree(map[string]string{
		"bad_a.yaml":       "kind: Pod\n",
		"bad_a.image.yaml": "user: app\npasswd: |\n  app:x:1:1::/:\n",
		"good_a.yaml":      "kind: Job\n",
	}), "runtime/a-rule")
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || !got[0].Bad || got[1].Bad || got[1].Image != nil {
		t.Fatalf("got %+v", got)
	}
	if i := got[0].Image; i == nil || i.User != "app" || i.Passwd != "app:x:1:1::/:\n" {
		t.Errorf("image = %+v", i)
	}
}

func TestOfReadsDockerfilesWithTheirBases(t *testing.T) {
	for _, rule := range []string{"runtime/a-rule", "image/a-rule"} {
		got, err := Of(tree(map[string]string{
			"bad_a.Dockerfile": "FROM x\n", "bad_a.image.yaml": "user: app\n", "good_a.Dockerfile": "FROM scratch\n",
		}), rule)
		if err != nil || len(got) != 2 {
			t.Fatalf("%s: %+v, %v", rule, got, err)
		}
		bad, good := got[0], got[1]
		if !bad.Dockerfile || !bad.Bad || bad.Image == nil || bad.Image.User != "app" || bad.Language() != "dockerfile" {
			t.Errorf("%s: %+v", rule, bad)
		}
		if !good.Dockerfile || good.Image != nil {
			t.Errorf("%s: %+v", rule, good)
		}
	}
}

func TestOfReadsImages(t *testing.T) {
	got, err := Of(tree(map[string]string{"bad_a.yaml": "user: root\nunreadable: true\n"}), "image/a-rule")
	if err != nil || len(got) != 1 || got[0].Image == nil || got[0].Image.User != "root" || !got[0].Image.Unreadable {
		t.Errorf("Of = %+v, %v", got, err)
	}
}

func TestOfReadsParameters(t *testing.T) {
	got, err := Of(tree(map[string]string{
		"bad_a.yaml": "kind: Pod\n", "parameters.yaml": "minimum-uid: 10000\n",
	}), "runtime/a-rule")
	if err != nil || len(got) != 1 || got[0].Parameters.MinimumUID != 10000 || got[0].ParametersText == nil {
		t.Errorf("Of = %+v, %v", got, err)
	}
	_, err = Of(tree(map[string]string{"bad_a.yaml": "kind: Pod\n", "parameters.yaml": "minimum: 1\n"}), "runtime/a-rule")
	if err == nil || !strings.Contains(err.Error(), "parameters.yaml") {
		t.Errorf("Of: %v", err)
	}
}

// The rules of others are of any category.
func TestOfRuleAsksForTheKind(t *testing.T) {
	files := fstest.MapFS{"acme/nobody/testdata/bad_a.yaml": &fstest.MapFile{Data: []byte("user: nobody\n")}}
	got, err := OfRule(files, &finding.Rule{ID: "acme/nobody", Input: "image"})
	if err != nil || len(got) != 1 || got[0].Image == nil || got[0].Image.User != "nobody" {
		t.Errorf("OfRule = %+v, %v", got, err)
	}
}

func TestOfRefuses(t *testing.T) {
	tests := map[string]struct{ file, text, want string }{
		"name":      {"worse_a.yaml", "user: a", "called bad_NAME or good_NAME"},
		"extension": {"bad_a.json", "{}", "called bad_NAME or good_NAME"},
		"field":     {"bad_a.yaml", "usr: a", "usr"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Of(tree(map[string]string{test.file: test.text}), "image/a-rule")
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Of: %v; want %q", err, test.want)
			}
		})
	}
	if _, err := Of(tree(nil), "image/no-rule"); err == nil {
		t.Error("no error for a rule without examples")
	}
}

func TestBuildOrdersLayers(t *testing.T) {
	x, err := Of(tree(map[string]string{
		"bad_a.yaml": "passwd: p\ngroup: g\nfiles: [{path: f}]\nlayers: [[{path: l}]]\n",
	}), "image/a-rule")
	if err != nil {
		t.Fatal(err)
	}
	var paths [][]string
	for _, layer := range x[0].Image.Build().Layers {
		var names []string
		for _, e := range layer {
			names = append(names, e.Path)
		}
		paths = append(paths, names)
	}
	if diff := cmp.Diff([][]string{{"etc/passwd", "etc/group"}, {"f"}, {"l"}}, paths); diff != "" {
		t.Errorf("layers (-want +got):\n%s", diff)
	}
}

func TestPairCountsFields(t *testing.T) {
	tests := map[string]struct {
		bad, good string
		want      int
	}{
		"equal":   {"a: 1", "a: 1", 0},
		"value":   {"a: {b: 1, c: 2}", "a: {b: 1, c: 3}", 1},
		"added":   {"a: 1", "a: 1\nb: {c: [x]}", 1},
		"removed": {"a: 1\nb: 1", "a: 1", 1},
		"renamed": {"a: {x: 1}", "a: {y: 1}", 1},
		"moved":   {"a: {x: 1, z: 1}", "x: 1\na: {z: 1}", 1},
		"two":     {"a: 1\nb: 1", "a: 2\nb: 2", 2},
		"other":   {"x: 1", "y: 2", 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			bad := Example{Bad: true, Text: []byte(test.bad)}
			good := Example{Text: []byte(test.good)}
			if n, err := differences(bad, good); n != test.want || err != nil {
				t.Errorf("differences = %d, %v; want %d", n, err, test.want)
			}
			if _, _, err := Pair([]Example{good, bad}); (err == nil) != (test.want == 1) {
				t.Errorf("Pair: %v", err)
			}
		})
	}
}

func TestPairCountsLinesOfDockerfiles(t *testing.T) {
	tests := map[string]struct {
		bad, good string
		want      int
	}{
		"equal":    {"A\nB\n", "A\nB\n", 0},
		"changed":  {"A\nB\nC\n", "A\nX\nC\n", 1},
		"added":    {"A\nC\n", "A\nB\nC\n", 1},
		"moved":    {"A\nB\nC\n", "B\nC\nA\n", 1},
		"two":      {"A\nB\n", "X\nY\n", 2},
		"reversed": {"A\nB\nC\n", "C\nB\nA\n", 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			bad := Example{Bad: true, Dockerfile: true, Text: []byte(test.bad)}
			good := Example{Dockerfile: true, Text: []byte(test.good)}
			if n, err := differences(bad, good); n != test.want || err != nil {
				t.Errorf("differences = %d, %v; want %d", n, err, test.want)
			}
		})
	}
}

func TestProgramIsAnExecutable(t *testing.T) {
	f, err := elf.NewFile(bytes.NewReader(Contents()["program"]))
	if err != nil {
		t.Fatal(err)
	}
	if f.Type != elf.ET_EXEC || f.Machine != elf.EM_X86_64 || len(f.Progs) != 1 || f.Progs[0].Type != elf.PT_LOAD {
		t.Errorf("header %+v, programs %+v", f.FileHeader, f.Progs)
	}
}
