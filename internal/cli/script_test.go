package cli_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/hullcheck/hullcheck/internal/cli"
	"github.com/hullcheck/hullcheck/internal/ruleexamples"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"hullcheck": func() {
			os.Exit(cli.Main(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
		},
	})
}

// TestScripts runs the real program as users do. UPDATE=1 rewrites what the scripts compare with.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       os.Getenv("UPDATE") != "",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, "cache"))
			e.Setenv("REPO", filepath.Join(mustAbs(t, "."), "..", ".."))
			e.Setenv("DOCKER_HOST", "unix://"+filepath.Join(e.WorkDir, "no-daemon.sock"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"image": buildImage, "schema": validate, "exits": exits, "bytes": writeBytes, "mask": mask,
			"repository": writeRepository, "touched": touched,
		},
	})
}

func mustAbs(t *testing.T, path string) string {
	t.Helper()
	abs, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

// buildImage builds the images that JSON files describe into an OCI layout, or into an archive by the ending of its name:
// image layout|file.oci.tar|file.docker.tar SPEC.json...
func buildImage(ts *testscript.TestScript, _ bool, args []string) {
	var content []imagetest.Tagged
	for _, file := range args[1:] {
		var spec ruleexamples.Image
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(file)), &spec))
		img, err := spec.Build().Image(ruleexamples.Contents())
		ts.Check(err)
		tag := strings.TrimSuffix(filepath.Base(file), ".json")
		content = append(content, imagetest.Tagged{Tag: tag, Image: img})
	}
	to := ts.MkAbs(args[0])
	var archive []byte
	var err error
	switch {
	case strings.HasSuffix(to, ".docker.tar"):
		archive, err = imagetest.DockerArchive("acme/api:1", content[0].Image)
	case strings.HasSuffix(to, ".oci.tar"):
		archive, err = imagetest.OCIArchive(content...)
	default:
		ts.Check(imagetest.WriteLayout(to, content...))
		return
	}
	ts.Check(err)
	ts.Check(os.WriteFile(to, archive, 0o644))
}

// validate checks a JSON report against the published schema: schema FILE SCHEMA.
func validate(ts *testscript.TestScript, _ bool, args []string) {
	schema, err := jsonschema.NewCompiler().Compile(ts.MkAbs(args[1]))
	ts.Check(err)
	report, err := jsonschema.UnmarshalJSON(strings.NewReader(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(schema.Validate(report))
}

// exits runs a command and demands its exit code: exits 2 hullcheck check.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	code := "0"
	if err != nil {
		code = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if code != args[0] {
		ts.Fatalf("exit code %s, want %s", code, args[0])
	}
}

var ruleCount = regexp.MustCompile(`(by |"rules": )[0-9]+`)

// mask copies the last standard output without the number of rules, which grows: mask FILE.
func mask(ts *testscript.TestScript, _ bool, args []string) {
	text := ruleCount.ReplaceAllString(ts.ReadFile("stdout"), "${1}0")
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

// writeBytes writes a file with the escapes of a Go string, for what no text file can hold: bytes FILE 'TEXT'.
func writeBytes(ts *testscript.TestScript, _ bool, args []string) {
	var content string
	ts.Check(json.Unmarshal([]byte(`"`+args[1]+`"`), &content))
	raw := make([]byte, 0, len(content))
	for _, r := range content {
		raw = append(raw, byte(r))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), raw, 0o644))
}
