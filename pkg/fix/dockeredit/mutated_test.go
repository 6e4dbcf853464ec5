package dockeredit_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/fix/dockeredit"
)

// parts are what Dockerfiles are put together from: at most one of each line, in this order.
var parts = [][]string{
	{"", "# syntax=docker/dockerfile:1", "# escape=`"},
	{"", "ARG APP_UID=1000", "ARG APP_UID=node"},
	{"", "FROM golang:1 AS build\nRUN go build -o /out/app ."},
	{
		"FROM debian:12", "FROM node:22", "FROM alpine:3", "FROM ubi9-minimal:9", "FROM scratch", "FROM static:1", "FROM distroless:1",
		"FROM node-as-name:22", "FROM without-entry:1", "FROM trigger:1", "FROM example.com/unread:1", "FROM debian:12 AS one\nFROM one",
	},
	{"", "# a comment", "\n", "LABEL a=\"b c\""},
	{"", "WORKDIR /app", "ENV APP_UID=1500", "ARG APP_UID"},
	{"", "RUN apt-get update && \\\n    apt-get install -y curl", "RUN useradd --uid 1500 app", "RUN apk add curl", "RUN ./unknown"},
	{"", "USER node", "USER 1500", "USER app:users"},
	{"", "COPY --from=build /out/app /app/", "COPY <<EOF /start\n#!/bin/sh\nUSER nobody\nEOF", "COPY --chmod=0700 <<EOF /start\n#!/bin/sh\nEOF"},
	{"", "USER root", "USER 0", "USER $APP_UID", "USER ${NOWHERE}", "USER 1500 # no root", "USER +1500", "USER node", "USER 1000 : 1000", "USER nobody-made"},
	{"", "RUN true", "VOLUME /data", "EXPOSE 80"},
	{"", "# starts it", "\t "},
	{"", "ENTRYPOINT [\"/start\"]", "ENTRYPOINT [\"/app/app\"]", "CMD [\"sh\"]"},
	{"", "EXPOSE 8080", "USER 1500"},
}

// mutated is a random Dockerfile in a random style.
func mutated(r *rand.Rand) string {
	var lines []string
	for _, choices := range parts {
		if p := choices[r.IntN(len(choices))]; p != "" {
			lines = append(lines, p)
		}
	}
	text := strings.Join(lines, "\n") + "\n"
	if strings.Contains(text, "# escape=`") {
		text = strings.ReplaceAll(text, "\\\n", "`\n")
	}
	if r.IntN(4) == 0 {
		text = strings.TrimSuffix(text, "\n")
	}
	if r.IntN(4) == 0 {
		text = strings.NewReplacer("USER", "user", "RUN ", "run ", "FROM ", "from ", "COPY", "copy").Replace(text)
	}
	if r.IntN(4) == 0 {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if r.IntN(8) == 0 {
		text = "\ufeff" + text
	}
	return text
}

// Whatever the file: what is said to be resolved is gone, nothing graver comes, a second run changes nothing, and lines that
// no edit touches are there as they were.
func TestMutatedDockerfiles(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	o := dockerfile.Options{File: "Dockerfile", ContextDir: t.TempDir(), Bases: images(t)}
	n, fixed := 160, 0
	if testing.Short() {
		n = 50
	}
	for i := range n {
		text := mutated(r)
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			j := judge(t, o)
			if _, _, err := j(t.Context(), []byte(text)); err != nil {
				t.Skip("BuildKit refuses it")
			}
			result, before := edit(t, text, o, dockeredit.Options{})
			holds(t, text, result, before, o)
			fixed += len(result.Fixes)
		})
	}
	if fixed < n/3 {
		t.Errorf("of %d files only %d fixes came: the parts no longer make what can be fixed", n, fixed)
	}
}

// holds checks what every result promises.
func holds(t *testing.T, text string, r *dockeredit.Result, before []finding.Finding, o dockerfile.Options) {
	t.Helper()
	if got := byPlaces(t, text, r); got != string(r.Content) {
		t.Errorf("the edits make another file of %q:\n%q\n%q", text, got, r.Content)
	}
	_, after, err := judge(t, o)(t.Context(), r.Content)
	if err != nil {
		t.Fatalf("of %q came %q: %v", text, r.Content, err)
	}
	for _, f := range r.Fixes {
		for _, x := range f.Resolves {
			if slices.ContainsFunc(after, func(a finding.Finding) bool { return a.Rule == x.Rule && a.Message == x.Message }) {
				t.Errorf("%s is still there in %q", x.Rule, r.Content)
			}
		}
		if len(f.Resolves) == 0 || len(f.Edits) == 0 {
			t.Errorf("a fix of %q without findings or edits: %+v", text, f)
		}
	}
	if gravest(after) > gravest(before) || strings.Contains(rules(after), "/copy-") && !strings.Contains(rules(before), "/copy-") {
		t.Errorf("%q became worse: %s\n%q: %s", text, rules(before), r.Content, rules(after))
	}
	again, _ := edit(t, string(r.Content), o, dockeredit.Options{})
	if string(again.Content) != string(r.Content) {
		t.Errorf("a second run makes of %q\n%q", r.Content, again.Content)
	}
}

func gravest(findings []finding.Finding) (s finding.Severity) {
	for _, f := range findings {
		s = max(s, f.Severity)
	}
	return s
}

func rules(findings []finding.Finding) string {
	var out []string
	for _, f := range findings {
		out = append(out, f.Rule)
	}
	return strings.Join(out, " ")
}
