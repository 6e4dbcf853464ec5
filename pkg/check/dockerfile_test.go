package check_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// workIn makes a working directory with these files.
func workIn(t *testing.T, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

// layout writes an image as an OCI layout in the working directory.
func layout(t *testing.T, dir string, spec imagetest.Spec) {
	t.Helper()
	if err := imagetest.WriteLayout(dir, imagetest.Tagged{Image: imagetest.Must(t, spec)}); err != nil {
		t.Fatal(err)
	}
}

// node is an image whose USER is not root, and debian one without USER.
func bases(t *testing.T) []*check.Mapping {
	t.Helper()
	layout(t, "node", imagetest.Spec{
		User: "node", Env: []string{"APP_UID=1654"},
		Layers: [][]imagetest.Entry{{{Path: "etc/passwd", Content: "root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n"}}},
	})
	layout(t, "debian", imagetest.Spec{Layers: [][]imagetest.Entry{{
		{Path: "etc/passwd", Content: "root:x:0:0::/root:/bin/sh\n"},
		{Path: "bin/sh", Mode: "0755", Content: "#!/bin/true\n"},
	}}})
	var out []*check.Mapping
	for _, text := range []string{"node=oci:node", "debian=oci:debian"} {
		m, err := check.ParseMapping(text, false)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

// said are the findings of rules with this prefix as "rule file:line".
func said(r *finding.Report, prefixes ...string) []string {
	out := []string{}
	for _, f := range r.Findings {
		for _, p := range prefixes {
			if strings.HasPrefix(f.Rule, p) {
				out = append(out, fmt.Sprintf("%s %s:%d", f.Rule, f.Location.File, f.Location.Line))
			}
		}
	}
	return out
}

// The image that a Dockerfile would give is judged at the line that decides.
func TestDockerfileIsJudgedAtItsLines(t *testing.T) {
	tests := map[string]struct {
		text string
		user string // ? where it is not known
		want []string
	}{
		"no USER": {"FROM debian\nRUN true\n", "", []string{"image/user-root Dockerfile:1"}},
		"no USER in the last of two stages": {
			"FROM node AS build\nUSER node\n\nFROM debian\nCOPY --from=build /x /x\n", "",
			[]string{"image/user-root Dockerfile:4"},
		},
		"root builder, user at the end": {
			"FROM debian AS build\nRUN make\nFROM debian\nRUN useradd -u 1001 app\nUSER 1001\n", "1001", []string{},
		},
		"USER of a parent stage": {
			"FROM debian AS base\nRUN echo 'app:x:5:5::/:/bin/sh' >> /etc/passwd\nUSER app\nFROM base\nRUN true\n", "app",
			[]string{"image/user-non-numeric Dockerfile:3"},
		},
		"USER of the base":   {"FROM node\nRUN true\n", "node", []string{"image/user-non-numeric Dockerfile:1"}},
		"variable of a base": {"FROM node\nUSER $APP_UID\n", "1654", []string{"image/user-no-passwd-entry Dockerfile:2"}},
		"no passwd entry":    {"FROM debian\nUSER 1001\n", "1001", []string{"image/user-no-passwd-entry Dockerfile:2"}},
		"unread base":        {"FROM ghcr.io/acme/none\n", "?", []string{"image/user-unknown Dockerfile:1"}},
		"unread base, own user": {
			"FROM ghcr.io/acme/none\nUSER 0\n", "0", []string{"image/user-root Dockerfile:2"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			workIn(t, map[string]string{"Dockerfile": tt.text})
			o := options(t, "Dockerfile")
			o.Mappings = bases(t)
			o.Opener = nowhere{o.Opener}
			r := run(t, o)
			user := "?"
			if len(r.Inputs) == 1 && r.Inputs[0].User != nil {
				user = *r.Inputs[0].User
			}
			if diff := cmp.Diff(tt.want, said(r, "image/user-", "image/group-")); diff != "" || user != tt.user {
				t.Errorf("user %q, want %q; findings (-want +got):\n%s", user, tt.user, diff)
			}
			in := r.Inputs[0]
			if in.Kind != "dockerfile" || in.Source != "dockerfile:Dockerfile" || in.Platform != "linux/amd64" || len(r.Errors) > 0 {
				t.Errorf("input %+v, errors %+v", in, r.Errors)
			}
		})
	}
}

// What a base image that cannot be read leaves open is said, once, at its FROM.
func TestUnreadBaseIsSaid(t *testing.T) {
	workIn(t, map[string]string{
		"a/Dockerfile": "FROM debian\nFROM ghcr.io/acme/none\n", "b/Dockerfile": "\nFROM ghcr.io/acme/none\nUSER 1\n",
	})
	o := options(t, ".")
	o.Mappings = bases(t)
	o.Opener = nowhere{o.Opener}
	r := run(t, o)
	if diff := cmp.Diff([]string{"runtime/image-unresolved a/Dockerfile:2"}, said(r, "runtime/")); diff != "" {
		t.Fatalf("findings (-want +got):\n%s", diff)
	}
	for _, f := range r.Findings {
		if f.Rule == "runtime/image-unresolved" && (len(f.Related) != 1 || f.Related[0].Location.Line != 2) {
			t.Errorf("related %+v", f.Related)
		}
	}
	o = options(t, ".")
	o.Opener, o.Images = nowhere{o.Opener}, check.ImagesOff
	if r := run(t, o); len(said(r, "runtime/")) > 0 || len(r.Images) > 0 {
		t.Errorf("with --images off: %v, images %v", said(r, "runtime/"), r.Images)
	}
	o = options(t, ".")
	o.Opener, o.Images = nowhere{o.Opener}, check.ImagesRequire
	if r := run(t, o); len(r.Errors) == 0 || !strings.Contains(r.Errors[0].Message, "ghcr.io/acme/none") {
		t.Errorf("with --images require: %+v", r.Errors)
	}
}

// A Dockerfile stands in for the image that a manifest names.
func TestDockerfileAsTheImageOfAManifest(t *testing.T) {
	workIn(t, map[string]string{"Dockerfile": "FROM debian\nUSER 0\n"})
	o := options(t, "-")
	o.Stdin = strings.NewReader(pod(""))
	o.Mappings = append(bases(t), mappings(t, "acme/api=dockerfile:Dockerfile")...)
	r := run(t, o)
	if diff := cmp.Diff([]string{"runtime/kubelet-refuses -:7"}, said(r, "runtime/kubelet", "image/")); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	var read []string
	for _, i := range r.Images {
		read = append(read, i.Ref+" "+i.Source+" "+i.Platform)
	}
	want := []string{"acme/api:1 dockerfile:Dockerfile linux/amd64", "docker.io/library/debian:latest oci:debian linux/amd64"}
	if diff := cmp.Diff(want, read); diff != "" {
		t.Errorf("images (-want +got):\n%s", diff)
	}
}

// Files that rest on each other end in words.
func TestDockerfilesThatRestOnEachOther(t *testing.T) {
	workIn(t, map[string]string{
		"a.Dockerfile": "FROM acme/b\n", "b.Dockerfile": "FROM acme/a\n", "c.Dockerfile": "FROM acme/d\n",
		"d.Dockerfile": "FROM debian\nUSER 7\n",
	})
	o := options(t, "a.Dockerfile", "b.Dockerfile", "c.Dockerfile")
	o.Mappings = append(bases(t), mappings(t,
		"acme/a=dockerfile:a.Dockerfile", "acme/b=dockerfile:b.Dockerfile", "acme/d=dockerfile:d.Dockerfile")...)
	r := run(t, o)
	if r.Inputs[0].User != nil || r.Inputs[1].User != nil || r.Inputs[2].User == nil || *r.Inputs[2].User != "7" {
		t.Errorf("inputs %+v", r.Inputs)
	}
	if len(r.Errors) == 0 || !strings.Contains(r.Errors[0].Message, "made FROM its own image") {
		t.Errorf("errors %+v", r.Errors)
	}
}

// A flag that names an image of any stage, reached or not, is used; one that names none is an error.
func TestImageFlagNamesABase(t *testing.T) {
	workIn(t, map[string]string{
		"Dockerfile": "ARG V=12\nFROM debian:$V AS unused\nFROM scratch\nCOPY --from=ghcr.io/acme/files /a /a\nUSER 1\n",
	})
	tests := map[string]bool{"debian:12": true, "debian:13": false, "ghcr.io/acme/files": true, "ghcr.io/acme/other": false}
	for ref, used := range tests {
		o := options(t, "Dockerfile")
		bases(t)
		o.Mappings = mappings(t, ref+"=oci:debian")
		o.Opener = nowhere{o.Opener}
		r := run(t, o)
		if (len(r.Errors) == 0) != used {
			t.Errorf("%s: errors %+v", ref, r.Errors)
		}
	}
}

// The build context is the file's folder, or the nearest above it that has what is copied.
func TestBuildContext(t *testing.T) {
	files := map[string]string{
		"own/Dockerfile": "FROM scratch\nCOPY etc/passwd /etc/passwd\nUSER 7\n", "own/etc/passwd": "own:x:7:7::/:\n",
		"above/docker/Dockerfile": "FROM scratch\nCOPY etc/passwd /etc/passwd\nUSER 7\n", "above/etc/passwd": "above:x:7:7::/:\n",
		"none/Dockerfile": "FROM scratch\nCOPY passwd /etc/passwd\nUSER 7\n", "given/passwd": "x:x:7:7::/:\n",
		"etc/passwd": "root:x:0:0::/:\n",
	}
	workIn(t, files)
	tests := []struct {
		file, context string
		want          []string
	}{
		{"own/Dockerfile", "", []string{}},
		{"above/docker/Dockerfile", "", []string{}},
		{"above/docker/Dockerfile", ".", []string{"image/user-no-passwd-entry above/docker/Dockerfile:3"}},
		{"none/Dockerfile", "", []string{}},
		{"none/Dockerfile", "given", []string{}},
	}
	for _, tt := range tests {
		o := options(t, tt.file)
		if tt.context != "" {
			o.Build.Contexts = map[string]string{check.MainContext: tt.context}
		}
		r := run(t, o)
		if diff := cmp.Diff(tt.want, said(r, "image/user-no")); diff != "" || *r.Inputs[0].User != "7" {
			t.Errorf("%s in %q: user %v, findings (-want +got):\n%s", tt.file, tt.context, *r.Inputs[0].User, diff)
		}
		unknown := len(r.NotJudged) > 0
		if unknown != (tt.file == "none/Dockerfile" && tt.context == "") {
			t.Errorf("%s in %q: not judged %+v", tt.file, tt.context, r.NotJudged)
		}
	}
}

// --target, --build-arg and --platform are those of docker build.
func TestBuildFlags(t *testing.T) {
	workIn(t, map[string]string{"Dockerfile": "FROM scratch AS a\nARG U=1\nUSER $U$TARGETARCH\nFROM a AS b\nUSER 2\n"})
	o := options(t, "Dockerfile")
	o.Build = check.Build{Target: "a", Args: map[string]string{"U": "9"}}
	if r := run(t, o); *r.Inputs[0].User != "9" {
		t.Errorf("user %q", *r.Inputs[0].User)
	}
	o.Build.Target = "none"
	if r := run(t, o); len(r.Errors) != 1 || !strings.Contains(r.Errors[0].Message, "none") {
		t.Errorf("errors %+v", r.Errors)
	}
}

// A file that BuildKit refuses is an error with its line.
func TestRefusedDockerfile(t *testing.T) {
	workIn(t, map[string]string{"Dockerfile": "FROM scratch\n\nNOTHING x\n"})
	r := run(t, options(t, "Dockerfile"))
	if len(r.Errors) != 1 || r.Errors[0].Location == nil || r.Errors[0].Location.Line != 3 {
		t.Errorf("errors %+v", r.Errors)
	}
}

// One cause, one finding: of the user's fault the nearest rule speaks, and names the others.
func TestDockerfileRulesSupersede(t *testing.T) {
	tests := map[string]struct{ text, want, related string }{
		"undefined variable": {
			"FROM debian\nARG X\nUSER $APP_UID\n", "dockerfile/user-undefined-variable Dockerfile:3",
			"buildkit/UndefinedVar image/user-root",
		},
		"undefined variable elsewhere": {
			"FROM debian\nLABEL x=$Y\nUSER $APP_UID\n",
			"buildkit/UndefinedVar Dockerfile:2 dockerfile/user-undefined-variable Dockerfile:3",
			"buildkit/UndefinedVar image/user-root",
		},
		"comment":    {"FROM debian\nUSER app # x\n", "dockerfile/user-trailing-text Dockerfile:2", "image/user-invalid"},
		"reset":      {"FROM node\nUSER root\n", "dockerfile/user-reset Dockerfile:2", "image/user-root"},
		"only root":  {"FROM debian\nUSER root\n", "image/user-root Dockerfile:2", ""},
		"lint alone": {"FROM scratch as A\nUSER 0\n", "buildkit/FromAsCasing Dockerfile:1 buildkit/StageNameCasing Dockerfile:1 image/user-root Dockerfile:2", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			workIn(t, map[string]string{"Dockerfile": tt.text})
			o := options(t, "Dockerfile")
			o.Mappings = bases(t)
			r := run(t, o)
			var related []string
			for _, f := range r.Findings {
				for _, rel := range f.Related {
					if id, _, ok := strings.Cut(rel.Message, ": "); ok {
						related = append(related, id)
					}
				}
			}
			slices.Sort(related)
			got := strings.Join(said(r, "image/", "dockerfile/", "buildkit/"), " ")
			if got != tt.want || strings.Join(related, " ") != tt.related {
				t.Errorf("findings %q, want %q; related %q, want %q", got, tt.want, related, tt.related)
			}
		})
	}
}

// A rule supersedes only rules that exist, those of the linter too.
func TestSupersededRulesExist(t *testing.T) {
	set, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	all := check.AllRules(set)
	for _, r := range all {
		for _, id := range r.Supersedes {
			if !slices.ContainsFunc(all, func(o finding.Rule) bool { return o.ID == id }) {
				t.Errorf("%s supersedes %s, which is no rule", r.ID, id)
			}
		}
	}
}

// whoami answers for a Dockerfile as for an image; a base that could not be read counts only where an answer lacks it.
func TestWhoAmIOfADockerfile(t *testing.T) {
	workIn(t, map[string]string{
		"Dockerfile":        "FROM ghcr.io/acme/none AS build\nRUN make\nFROM node\nCOPY --from=build /a /a\nUSER 1000\n",
		"unread.Dockerfile": "FROM ghcr.io/acme/none\n",
	})
	o := options(t, "Dockerfile")
	o.Mappings = bases(t)
	o.Opener = nowhere{o.Opener}
	who, err := check.WhoAmI(t.Context(), o)
	if err != nil || len(who.Answers) != 1 || len(who.Errors) != 0 {
		t.Fatalf("%+v, %v", who, err)
	}
	if i := who.Answers[0].Result.Identity; i.UID.Value != 1000 || i.Username.Value != "node" || who.Answers[0].Platform != "linux/amd64" {
		t.Errorf("identity %+v", i)
	}
	for _, i := range who.Images {
		if i.Unread != "" {
			t.Errorf("unread: %+v", i)
		}
	}
	o.Sources = append(o.Sources, "unread.Dockerfile")
	who, err = check.WhoAmI(t.Context(), o)
	if err != nil || len(who.Answers) != 2 || who.Answers[1].Result.Identity.UID.Known() {
		t.Fatalf("%+v, %v", who, err)
	}
	if !slices.ContainsFunc(who.Images, func(i finding.Image) bool { return i.Unread != "" }) {
		t.Errorf("images %+v", who.Images)
	}
}
