package pss

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/hullcheck/hullcheck/pkg/check"
)

// total is the number of fixtures in the version of upstream that go.mod names.
const total = 4537

// TestFixtures judges every fixture of upstream by its level and version.
func TestFixtures(t *testing.T) {
	evaluator, ours := upstream(t), newEngines(t)
	met, equal := 0, 0
	root := fixtures(t)
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".yaml" {
			return err
		}
		met++
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return err
		}
		level, minor, passes, err := about(name)
		if err != nil {
			return err
		}
		var pod corev1.Pod
		if err := yaml.Unmarshal(text, &pod); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		want := ask(evaluator, &pod, level, minor)
		if passes != (len(want) == 0) {
			t.Errorf("%s: upstream's evaluator does not say what its fixture does: %v", name, want)
		}
		got, err := ours.judge(t.Context(), text, world{check.Profile(level), minor})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if diff := compare(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
			return nil
		}
		equal++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("pss fixtures: %d of %d\n", equal, met)
	if met != total {
		t.Errorf("met %d fixtures, want %d", met, total)
	}
}

// fixtures is the folder of the fixtures in the module cache.
func fixtures(t *testing.T) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "k8s.io/pod-security-admission").Output()
	if err != nil {
		t.Fatalf("find k8s.io/pod-security-admission: %v", err)
	}
	return filepath.Join(strings.TrimSpace(string(out)), "test", "testdata")
}

// about reads a fixture's name: restricted/v1.25/fail/sysctls0.yaml.
func about(name string) (level string, minor int, passes bool, err error) {
	parts := strings.Split(filepath.ToSlash(name), "/")
	if len(parts) != 4 || parts[2] != "pass" && parts[2] != "fail" {
		return "", 0, false, fmt.Errorf("fixture %s: want LEVEL/VERSION/pass|fail/FILE", name)
	}
	minor, err = strconv.Atoi(strings.TrimPrefix(parts[1], "v1."))
	if err != nil {
		return "", 0, false, fmt.Errorf("fixture %s: %w", name, err)
	}
	return parts[0], minor, parts[2] == "pass", nil
}
