package places_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/internal/ruleexamples"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// layout writes the image of the example repository, run as user, into a folder.
func layout(t *testing.T, dir, user string) {
	t.Helper()
	spec := ruleexamples.Image{
		Spec:   imagetest.Spec{User: user, Entrypoint: []string{"/web"}},
		Passwd: "root:x:0:0::/root:/sbin/nologin\nnonroot:x:65532:65532::/:/sbin/nologin\n",
		Files:  []imagetest.Entry{{Path: "web", Mode: "0755", From: "program"}},
	}
	img, err := spec.Build().Image(ruleexamples.Contents())
	if err != nil {
		t.Fatal(err)
	}
	if err := imagetest.WriteLayout(dir, imagetest.Tagged{Image: img}); err != nil {
		t.Fatal(err)
	}
}

// judges runs what a job judges an image by: the mended one passes, one without USER does not, and the job says why.
func judges(t *testing.T, at, script string, env map[string]string) {
	t.Helper()
	for user, want := range map[string]int{"65532:65532": 0, "": 1} {
		dir := repository(t, nil)
		layout(t, filepath.Join(dir, at), user)
		env["BUILT"] = filepath.Join(dir, at)
		env["GOPATH"] = t.TempDir()
		out, code := bash(t, dir, script, env)
		if (code == 0) != (want == 0) || !strings.Contains(out, "image/user-root") != (want == 0) {
			t.Errorf("USER %q: exit code %d\n%s", user, code, out)
		}
	}
}

// TestExampleWorkflowJudges: before an image is pushed, by GitHub Actions.
func TestExampleWorkflowJudges(t *testing.T) {
	var workflow struct {
		Name        string         `json:"name"`
		On          map[string]any `json:"true"` // as YAML 1.1 reads on
		Permissions map[string]string
		Env         map[string]string
		Jobs        map[string]struct {
			RunsOn string `json:"runs-on"`
			Steps  []step
		}
	}
	strict(t, read(t, "examples/ci/github-actions.yml"), &workflow)
	var judged bool
	for _, s := range workflow.Jobs["image"].Steps {
		if expression.MatchString(s.Run) {
			t.Errorf("step %s: an expression becomes the text of a command", s.Name)
		}
		if strings.Contains(s.Run, "hullcheck check") {
			judged = true
			judges(t, "image", s.Run, map[string]string{"IMAGE": "ghcr.io/acme/web:0123abc"})
		}
	}
	if !judged {
		t.Error("no step judges")
	}
}

// TestExamplePipelineJudges: the same by GitLab.
func TestExamplePipelineJudges(t *testing.T) {
	var pipeline struct {
		Stages []string
		Build  gitlabJob
		Judge  gitlabJob
		Push   struct {
			Stage  string
			Image  any
			Script []string
		}
	}
	strict(t, read(t, "examples/ci/gitlab-ci.yml"), &pipeline)
	script := "PATH=\"$GOPATH/bin:$PATH\"\n" + strings.Join(pipeline.Judge.Script, "\n")
	judges(t, "image", script, map[string]string{"CI_REGISTRY_IMAGE": "ghcr.io/acme/web"})
}

// TestExampleMakefileJudges: the same on a laptop, where docker builds the image.
func TestExampleMakefileJudges(t *testing.T) {
	file, err := filepath.Abs(filepath.Join(root, "examples/ci/verify.mk"))
	if err != nil {
		t.Fatal(err)
	}
	judges(t, "built", "make -f "+file+" verify IMAGE=ghcr.io/acme/web", map[string]string{})
}

// fakeDocker builds the layout that the test has ready.
func fakeDocker(args []string) error {
	if got := strings.Join(args, " "); got != "buildx build --output type=oci,dest=build/image,tar=false ." {
		return os.ErrInvalid
	}
	return os.CopyFS("build/image", os.DirFS(os.Getenv("BUILT")))
}
