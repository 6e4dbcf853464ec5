package places_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"sigs.k8s.io/yaml"

	"github.com/hullcheck/hullcheck/internal/cli"
)

// TestMain puts hullcheck on the PATH, and a go that "builds" and "installs" it: what the real one makes of the sources is
// tested elsewhere.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"hullcheck": func() {
			os.Exit(cli.Main(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
		},
		"go":     func() { fake("go", fakeGo) },
		"docker": func() { fake("docker", fakeDocker) },
	})
}

func fake(name string, do func([]string) error) {
	if err := do(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "%s %q: %v\n", name, os.Args[1:], err)
		os.Exit(1)
	}
}

func fakeGo(args []string) error {
	self, err := exec.LookPath("hullcheck")
	if err != nil {
		return err
	}
	switch words := strings.Join(args, " "); {
	case words == "env GOPATH":
		fmt.Println(os.Getenv("GOPATH"))
	case words == "install github.com/hullcheck/hullcheck/cmd/hullcheck@latest":
		return place(self, filepath.Join(os.Getenv("GOPATH"), "bin", "hullcheck"))
	case len(args) == 9 && args[0] == "build" && args[1] == "-C" && args[6] == "-o" && args[8] == "./cmd/hullcheck":
		if args[5] != "-X github.com/hullcheck/hullcheck/internal/cli.version=v1.2.3" {
			return fmt.Errorf("link %s", args[5])
		}
		if _, err := os.Stat(filepath.Join(args[2], args[8], "main.go")); err != nil {
			return err
		}
		return place(self, args[7])
	default:
		return fmt.Errorf("unexpected %q", args)
	}
	return nil
}

func place(self, at string) error {
	return errors.Join(os.MkdirAll(filepath.Dir(at), 0o755), os.Symlink(self, at))
}

const root = "../.."

// strict reads a YAML file into a type that has a field for everything that its reader knows.
func strict(t *testing.T, text []byte, into any) {
	t.Helper()
	if err := yaml.UnmarshalStrict(text, into); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// repository is a copy of the example repository, with more files, that nothing outside of it speaks to.
func repository(t *testing.T, more map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, "examples/repository"))); err != nil {
		t.Fatal(err)
	}
	for name, text := range more {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// bash runs a script as a job does, and returns what it printed and its exit code.
func bash(t *testing.T, dir, script string, env map[string]string) (string, int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "bash", "-e", "-o", "pipefail", "-c", script)
	cmd.Dir = dir
	home := t.TempDir()
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "XDG_CACHE_HOME=" + home, "TMPDIR=" + os.Getenv("TMPDIR")}
	for name, value := range env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), cmd.ProcessState.ExitCode()
}

// privileged is what no profile lets pass. Its name is what a stranger may write.
const privileged = `apiVersion: v1
kind: Pod
metadata: {name: "::error::x ##[error]y"}
spec:
  containers: [{name: c, image: acme/api:1, securityContext: {privileged: true}}]
`

// TestExampleRepositoryIsClean: what people copy passes its own checks.
func TestExampleRepositoryIsClean(t *testing.T) {
	out, code := bash(t, repository(t, nil), "hullcheck check --images off", nil)
	if code != 0 {
		t.Errorf("exit code %d\n%s", code, out)
	}
	out, code = bash(t, repository(t, map[string]string{"deploy/bad.yaml": privileged}), "hullcheck check --images off", nil)
	if code != 1 || !strings.Contains(out, "workload/privileged") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// TestExamplesNameWhatThereIs: the repository, file or hook that an example uses is one of this project's.
func TestExamplesNameWhatThereIs(t *testing.T) {
	var pipeline struct {
		Include []struct {
			Remote string
			Inputs map[string]string
		}
	}
	strict(t, read(t, "examples/repository/.gitlab-ci.yml"), &pipeline)
	const raw = "https://raw.githubusercontent.com/hullcheck/hullcheck/main/"
	template, ours := strings.CutPrefix(pipeline.Include[0].Remote, raw)
	if _, err := os.Stat(filepath.Join(root, template)); !ours || err != nil {
		t.Errorf("include %q: %v", pipeline.Include[0].Remote, err)
	}
	header, _ := gitlabTemplate(t)
	for name := range pipeline.Include[0].Inputs {
		if _, ok := header.Spec.Inputs[name]; !ok {
			t.Errorf("the template has no input %q", name)
		}
	}
	var commits preCommitConfig
	strict(t, read(t, "examples/repository/.pre-commit-config.yaml"), &commits)
	var ids []string
	for _, h := range hooks(t) {
		ids = append(ids, h.ID)
	}
	for _, h := range commits.Repos[0].Hooks {
		if !slices.Contains(ids, h.ID) {
			t.Errorf("there is no hook %q", h.ID)
		}
	}
}
