package check_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/dockerfile"
)

// A Dockerfile is judged again with other content as it was in the run, and the report stays as it is.
func TestDockerfileAgain(t *testing.T) {
	const file = "app/Dockerfile"
	workIn(t, map[string]string{file: "FROM debian\nCOPY --chmod=0755 run /\nENTRYPOINT [\"/run\"]\n", "app/run": "#!/bin/sh\n"})
	o := options(t, "dockerfile:"+file)
	o.Mappings, o.Agreed = bases(t), agreedByComments()
	result, err := check.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	before := fmt.Sprint(result.Findings)
	tests := map[string]struct {
		text string
		want []string
	}{
		"as it was":  {"FROM debian\nCOPY --chmod=0755 run /\nENTRYPOINT [\"/run\"]\n", []string{"image/user-root app/Dockerfile:1"}},
		"other user": {"FROM debian\nUSER 1000\n", []string{"image/user-no-passwd-entry app/Dockerfile:2"}},
		"other base": {"FROM node\nUSER 1000:1000\n", []string{}},
		"excepted":   {"# hullcheck ignore=image/* reason=a test\nFROM debian\n", []string{}},
		"context": {
			"FROM debian\nCOPY --chmod=0700 run /\nUSER 1000\nENTRYPOINT [\"/run\"]\n",
			[]string{"dockerfile/copy-owned-by-root-unreadable app/Dockerfile:2", "image/user-no-passwd-entry app/Dockerfile:3"},
		},
	}
	for name, tt := range tests {
		_, findings, err := result.DockerfileAgain(context.Background(), file, []byte(tt.text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		r := *result.Report
		r.Findings = findings
		if got := said(&r, "image/", "dockerfile/"); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
	if after := fmt.Sprint(result.Findings); after != before {
		t.Errorf("the report changed:\n%s\n%s", before, after)
	}
}

// What no build would take is an error with its line, and a RUN that fails on the base's files is a note.
func TestDockerfileAgainTellsWhatFails(t *testing.T) {
	workIn(t, map[string]string{"Dockerfile": "FROM node\n"})
	o := options(t, "Dockerfile")
	o.Mappings = bases(t)
	result, err := check.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = result.DockerfileAgain(context.Background(), "Dockerfile", []byte("FROM node\nUSE 1\n"))
	var at *dockerfile.Error
	if !errors.As(err, &at) || !strings.Contains(err.Error(), "Dockerfile:2: ") {
		t.Errorf("an unknown instruction gives %v", err)
	}
	p, _, err := result.DockerfileAgain(context.Background(), "Dockerfile", []byte("FROM node\nRUN useradd app\n"))
	if err != nil || len(p.Notes) != 1 || !strings.HasPrefix(p.Notes[0].Message, "the build seems to fail") {
		t.Errorf("useradd as node: %+v, %v", p, err)
	}
}

// What lies over a Dockerfile is judged in its place, and is what a manifest's image comes to.
func TestOverlayStandsInForDockerfiles(t *testing.T) {
	workIn(t, map[string]string{
		"Dockerfile": "FROM debian\n",
		"pod.yaml":   "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: acme/api:1}]}\n",
	})
	o := options(t, "Dockerfile", "pod.yaml")
	o.Mappings = append(bases(t), mappings(t, "acme/api=dockerfile:Dockerfile")...)
	o.Build.Overlay = map[string][]byte{"Dockerfile": []byte("FROM node\nUSER 1000:1000\n")}
	r := run(t, o)
	if got := said(r, "image/"); len(got) > 0 {
		t.Errorf("the file on disk was judged: %v", got)
	}
	for _, i := range r.Images {
		if i.Ref == "acme/api:1" && (i.User == nil || *i.User != "1000:1000") {
			t.Errorf("the manifest's image is %+v", i)
		}
	}
}
