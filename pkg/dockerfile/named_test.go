package dockerfile_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
)

// Images are named by FROM, COPY --from and RUN --mount, in stages that the target needs and in others.
func TestNamed(t *testing.T) {
	text := `ARG TAG=1
FROM golang:$TAG AS build
FROM build AS more
COPY --from=busybox /bin/sh /bin/sh
COPY --from=0 /a /a
COPY --from=BUILD /a /a
RUN --mount=type=bind,from=ghcr.io/acme/tools,target=/t --mount=type=cache,from=build,target=/c true
FROM scratch
`
	p, err := dockerfile.Predict(t.Context(), dockerfile.Options{File: "Dockerfile", Content: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range p.Named {
		got = append(got, fmt.Sprint(n.Location.Line, " ", n.Ref))
	}
	want := []string{"2 docker.io/library/golang:1", "4 docker.io/library/busybox:latest", "7 ghcr.io/acme/tools:latest"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("named (-want +got):\n%s", diff)
	}
}

func TestMissing(t *testing.T) {
	p, err := dockerfile.Predict(t.Context(), dockerfile.Options{
		File: "Dockerfile", Content: []byte("FROM scratch\nCOPY nothing /a\n"), ContextDir: t.TempDir(),
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"/nothing"}, p.Missing); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
}
