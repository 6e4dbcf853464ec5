package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// faulty is the image of before/Dockerfile: no USER, and nobody in /etc/passwd.
func faulty() imagetest.Spec {
	return imagetest.Spec{
		Env:        []string{"PATH=/usr/local/bin"},
		Exposed:    []string{"8080/tcp"},
		Entrypoint: []string{"server"},
		Layers:     [][]imagetest.Entry{binaries()},
		History: []string{
			"COPY /out/server /out/migrate /usr/local/bin/ # buildkit",
			"ENV PATH=/usr/local/bin",
			"EXPOSE [8080/tcp]",
			`ENTRYPOINT ["server"]`,
		},
	}
}

// mended is the image of after/Dockerfile: a numeric USER with a passwd entry, taken from the files that it copies.
func mended(example string) (imagetest.Spec, error) {
	etc := []imagetest.Entry{{Path: "etc", Dir: true}}
	for _, name := range []string{"passwd", "group"} {
		b, err := os.ReadFile(filepath.Join(example, "after", "etc", name))
		if err != nil {
			return imagetest.Spec{}, fmt.Errorf("read %s: %w", name, err)
		}
		etc = append(etc, imagetest.Entry{Path: "etc/" + name, Content: string(b)})
	}
	spec := faulty()
	spec.User = "10001:10001"
	spec.Layers = [][]imagetest.Entry{etc, binaries()}
	spec.History = []string{
		"COPY after/etc/passwd after/etc/group /etc/ # buildkit",
		"COPY /out/server /out/migrate /usr/local/bin/ # buildkit",
		"ENV PATH=/usr/local/bin",
		"EXPOSE [8080/tcp]",
		"USER 10001:10001",
		`ENTRYPOINT ["server"]`,
	}
	return spec, nil
}

// binaries is the layer of the COPY of both programs: owned by root, executable for everybody.
func binaries() []imagetest.Entry {
	entries := []imagetest.Entry{
		{Path: "usr", Dir: true}, {Path: "usr/local", Dir: true}, {Path: "usr/local/bin", Dir: true},
	}
	for _, p := range programs {
		entries = append(entries, imagetest.Entry{Path: "usr/local/bin/" + p, From: p, Mode: "0755"})
	}
	return entries
}
