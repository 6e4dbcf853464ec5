package rooms_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/hullcheck/hullcheck/"

// never lists, for each room, what must not be among its transitive imports: rooms of ours, and modules of others. A name
// that ends in "/" stands for everything below it.
var never = map[string][]string{
	"pkg/finding":      {module, "github.com/", "k8s.io/", "sigs.k8s.io/", "golang.org/", "net/http"},
	"pkg/jsonpointer":  {module, "github.com/", "k8s.io/", "sigs.k8s.io/", "golang.org/", "net/http"},
	"pkg/policy/input": {module + "pkg/finding", "github.com/open-policy-agent/", "k8s.io/", "sigs.k8s.io/"},
	"pkg/policy": {
		module + "pkg/image", module + "pkg/dockerfile", module + "pkg/manifest", module + "pkg/identity",
		module + "pkg/report", module + "pkg/check", module + "internal/",
	},
	"pkg/identity": {
		"github.com/open-policy-agent/", "github.com/moby/buildkit/", "github.com/spf13/",
		module + "pkg/policy", module + "pkg/check", module + "pkg/report", module + "pkg/fix", module + "internal/",
	},
	"pkg/image":      {"github.com/open-policy-agent/", "github.com/moby/buildkit/", module + "pkg/manifest", module + "pkg/identity", module + "internal/"},
	"pkg/manifest":   {"github.com/open-policy-agent/", "github.com/moby/buildkit/", module + "pkg/image", module + "pkg/identity", module + "internal/"},
	"pkg/dockerfile": {"github.com/open-policy-agent/", module + "pkg/manifest", module + "pkg/identity", module + "pkg/policy", module + "internal/"},
	"pkg/config":     {"github.com/open-policy-agent/", module + "pkg/policy", module + "internal/"},
	"pkg/check":      {module + "pkg/report", module + "pkg/fix", module + "internal/", "github.com/spf13/"},
	"pkg/fix/dockeredit": {
		"github.com/open-policy-agent/", "github.com/spf13/",
		module + "pkg/policy", module + "pkg/check", module + "pkg/report", module + "internal/",
	},
	"internal/rulesource": {module + "internal/cli", module + "pkg/check", module + "pkg/manifest", "github.com/spf13/"},
	"internal/scaffold":   {module + "pkg/", module + "internal/cli"},
	"internal/ruletest":   {module + "internal/cli", "github.com/spf13/"},
	"pkg/report":          {"github.com/open-policy-agent/", module + "pkg/policy", module + "pkg/check", module + "internal/"},
	"internal/admission": {
		module + "internal/cli", module + "pkg/report", module + "pkg/fix", "github.com/spf13/cobra",
		module + "pkg/manifest/kustomize", module + "pkg/manifest/helm",
	},
	"internal/admission/cluster":     {module + "internal/cli", module + "pkg/check", module + "pkg/report", "github.com/spf13/cobra"},
	"internal/admission/images":      {module + "internal/cli", module + "pkg/report", "github.com/spf13/"},
	"internal/admission/pullsecrets": {module + "pkg/", module + "internal/cli", "github.com/open-policy-agent/"},
	"internal/admission/egress":      {module + "pkg/", module + "internal/cli", "k8s.io/"},
	"internal/admission/flight":      {module + "pkg/", module + "internal/cli", "k8s.io/"},
	"pkg/fix": {
		"github.com/open-policy-agent/", "github.com/spf13/", module + "pkg/policy", module + "pkg/check", module + "pkg/report",
		module + "internal/",
	},
	"pkg/fix/yamledit": {
		"github.com/open-policy-agent/", "k8s.io/kubernetes/", module + "pkg/policy", module + "pkg/check", module + "pkg/identity",
		module + "pkg/image", module + "pkg/report", module + "internal/",
	},
}

func TestDependenciesPointOneWay(t *testing.T) {
	graph := imports(t)
	for room, forbidden := range never {
		t.Run(room, func(t *testing.T) {
			start := module + room
			if _, ok := graph[start]; !ok {
				t.Fatalf("package %s does not exist", start)
			}
			for path, chain := range reach(graph, start) {
				if path == start {
					continue
				}
				for _, f := range forbidden {
					if path == f || (strings.HasSuffix(f, "/") && strings.HasPrefix(path, f)) {
						t.Errorf("must not reach %s, but does: %s", path, strings.Join(chain, " → "))
					}
				}
			}
		})
	}
}

// TestOnlyPolicySpeaksRego: OPA's packages are imported by pkg/policy alone.
func TestOnlyPolicySpeaksRego(t *testing.T) {
	for path, direct := range imports(t) {
		if !strings.HasPrefix(path, module) || strings.HasPrefix(path, module+"pkg/policy") {
			continue
		}
		for _, d := range direct {
			if strings.HasPrefix(d, "github.com/open-policy-agent/opa/") {
				t.Errorf("%s imports %s: only pkg/policy may", path, d)
			}
		}
	}
}

// TestMainOnlyExits: the command imports the command line and nothing else of ours or of others.
func TestMainOnlyExits(t *testing.T) {
	for _, d := range imports(t)[module+"cmd/hullcheck"] {
		if strings.Contains(d, ".") && d != module+"internal/cli" {
			t.Errorf("cmd/hullcheck imports %s", d)
		}
	}
}

// reach maps every package that start reaches to the shortest chain of imports that leads there.
func reach(graph map[string][]string, start string) map[string][]string {
	chains := map[string][]string{start: {start}}
	for queue := []string{start}; len(queue) > 0; queue = queue[1:] {
		for _, next := range graph[queue[0]] {
			if _, seen := chains[next]; !seen {
				chains[next] = append(slices.Clone(chains[queue[0]]), next)
				queue = append(queue, next)
			}
		}
	}
	return chains
}

// imports maps every package of the module and its dependencies to its direct imports, without test files.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps", "-json=ImportPath,Imports", module+"...").Output()
	if err != nil {
		t.Fatalf("list packages: %v", err)
	}
	graph := map[string][]string{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return graph
		}
		if err != nil {
			t.Fatalf("read package list: %v", err)
		}
		graph[p.ImportPath] = p.Imports
	}
}
