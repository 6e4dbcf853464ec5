package dockerfile

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The list of rules is that of the linter's source.
func TestLintRulesAreAll(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/moby/buildkit/frontend/dockerfile/linter").Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(out)), "ruleset.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	ast.Inspect(file, func(n ast.Node) bool {
		kv, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		if key, ok := kv.Key.(*ast.Ident); ok && key.Name == "Name" {
			name, err := strconv.Unquote(kv.Value.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, LintCategory+name)
		}
		return true
	})
	slices.Sort(want)
	var got []string
	for _, r := range LintRules() {
		got = append(got, r.ID)
		if r.Title == "" || r.Help == "" || len(r.Related) != 1 || !strings.HasPrefix(r.Related[0], "https://") {
			t.Errorf("not whole: %+v", r)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rules (-source +list):\n%s", diff)
	}
}
