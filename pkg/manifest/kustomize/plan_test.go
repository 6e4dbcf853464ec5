package kustomize

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// TestTree walks a folder in which people keep everything: a base with two overlays and a component, patches in files
// and inline, a file that nothing uses, another kustomization, plain manifests and files of other tools. Every object is
// judged once a root, with the fields that the build gives it.
func TestTree(t *testing.T) {
	name, err := filepath.Abs("testdata/tree.txtar")
	if err != nil {
		t.Fatal(err)
	}
	a, name := archive(t, name)
	t.Chdir(unpack(t, a))
	r := &manifest.Reader{Renderers: []manifest.Renderer{&Renderer{}}}
	var got []string
	for e := range r.Dir(t.Context(), ".", ".") {
		switch {
		case e.Object != nil:
			line := "object " + e.Object.File + ": " + e.Object.Kind + " " + e.Object.Name
			for _, p := range e.Object.Pods {
				for _, c := range p.Containers {
					at := e.Object.Locate(c.Path + "/image")
					line += " " + c.Image + " from " + at.File
				}
			}
			got = append(got, line)
		case e.Skipped != nil:
			got = append(got, "skipped "+e.Skipped.File+": "+e.Skipped.Reason)
		case e.Found != nil:
			got = append(got, string(e.Found.Kind)+" "+e.Found.Path)
		case e.Err != nil:
			got = append(got, "error "+e.Err.Error())
		}
	}
	compare(t, a, name, strings.Join(got, "\n")+"\n")
}

// TestPlanOfCircle: kustomizations that use each other are both built, and both say what is wrong.
func TestPlanOfCircle(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "x/a/kustomization.yaml"), "resources: [../b]\n")
	write(t, filepath.Join(dir, "x/b/kustomization.yaml"), "resources: [../a]\n")
	t.Chdir(dir)
	r := &manifest.Reader{Renderers: []manifest.Renderer{&Renderer{}}}
	errs := 0
	for e := range r.Dir(t.Context(), "x", "x") {
		if e.Err == nil || !strings.Contains(e.Err.Message, "a circle") {
			t.Errorf("unexpected %+v", e)
		}
		errs++
	}
	if errs != 2 {
		t.Errorf("%d errors", errs)
	}
}

// TestOneFolder: a folder that was named outright is built, whoever uses it, and nothing below it is looked at.
func TestOneFolder(t *testing.T) {
	dir := t.TempDir()
	const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n"
	write(t, filepath.Join(dir, "kustomization.yaml"), "resources: [p.yaml]\n")
	write(t, filepath.Join(dir, "p.yaml"), pod)
	write(t, filepath.Join(dir, "overlay/kustomization.yaml"), "resources: [../]\n")
	write(t, filepath.Join(dir, "other.yaml"), pod)
	t.Chdir(dir)
	r := &manifest.Reader{Renderers: []manifest.Renderer{&Renderer{}}}
	n := 0
	for e := range r.Dir(t.Context(), ".", ".") {
		if n++; e.Object == nil || e.Object.Name != "p" {
			t.Errorf("unexpected %+v", e)
		}
	}
	if n != 1 {
		t.Errorf("%d entries", n)
	}
}

func TestOrigins(t *testing.T) {
	for _, c := range []struct {
		archive, folder, object, path string
		want                          []string
	}{
		{"plain", "overlay", "Deployment/api", "/spec/replicas", []string{"overlay/kustomization.yaml:1 this overlay builds it"}},
		{"patch-file", "overlay", "Deployment/api", "/spec/template/spec/containers/0/securityContext/privileged", []string{
			"base/deployment.yaml:2 the base of Deployment api is written here",
		}},
		{"component", "overlay", "Deployment/api", "/spec/template/spec/containers/0/securityContext/privileged", []string{
			"base/deployment.yaml:2 the base of Deployment api is written here",
			"overlay/kustomization.yaml:1 this overlay builds it",
		}},
		{"several-documents", ".", "Deployment/web", "/spec/replicas", nil},
	} {
		a, _ := archive(t, "testdata/places/"+c.archive+".txtar")
		wd, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range find(t, unpack(t, a), c.folder, c.object).Origins(c.path) {
			got = append(got, r.Location.File+":"+strconv.Itoa(r.Location.Line)+" "+r.Message)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.archive, diff)
		}
		t.Chdir(wd)
	}
}
