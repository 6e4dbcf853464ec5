package identity

import (
	"testing"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// passwdLines and groupLines are the account files of most tests.
const (
	passwdLines = "root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\napp:x:1000:2000:app:/home/app:/bin/sh\n" +
		"1234:x:77:77:a name of digits:/home/1234:/bin/sh\n"
	groupLines = "root:x:0:\napp:x:2000:\ngrp:x:555:\nextra:x:3000:app\n"
)

// accountsLayer is a layer with both account files.
func accountsLayer() []imagetest.Entry {
	return []imagetest.Entry{
		{Path: "etc", Dir: true},
		{Path: "etc/passwd", Content: passwdLines},
		{Path: "etc/group", Content: groupLines},
		{Path: "home", Dir: true},
		{Path: "home/app", Dir: true, UID: 1000, GID: 2000},
		{Path: "tmp", Dir: true, Mode: "1777"},
	}
}

// programLayer is a layer with a static program that everybody may run.
func programLayer() []imagetest.Entry {
	return []imagetest.Entry{{Path: "bin", Dir: true}, {Path: "bin/app", Content: string(staticELF()), Mode: "0755"}}
}

// imageOf is the image that spec describes, with all its layers at hand.
func imageOf(t *testing.T, spec imagetest.Spec) *image.Image {
	t.Helper()
	spec.Compression = imagetest.Plain
	built, err := spec.Image(imagetest.Contents{"elf": staticELF()})
	if err != nil {
		t.Fatal(err)
	}
	layers, err := built.Layers()
	if err != nil {
		t.Fatal(err)
	}
	platform := image.Platform{OS: "linux", Architecture: "amd64"}
	if spec.Platform != "" {
		if platform, err = image.ParsePlatform(spec.Platform); err != nil {
			t.Fatal(err)
		}
	}
	return &image.Image{
		Platform: platform, Files: rootfs.New(layers, rootfs.Options{}),
		Config: image.Config{
			User: spec.User, Env: spec.Env, Entrypoint: spec.Entrypoint, Cmd: spec.Cmd, WorkingDir: spec.Workdir,
			Volumes: spec.Volumes,
		},
	}
}

// judgeFirst judges the first regular container of a pod spec in JSON, all containers having one image.
func judgeFirst(t *testing.T, spec string, img *image.Image, opts Options) Result {
	t.Helper()
	if opts.Evidence == "" {
		opts.Evidence = finding.EvidenceEntrypoint
	}
	pod := parsePod(t, spec)
	given := make([]Given, len(pod.Containers))
	for i := range given {
		given[i] = Given{Image: img}
	}
	results, err := JudgePod(t.Context(), pod, given, opts)
	if err != nil {
		t.Fatal(err)
	}
	for i := range results {
		if pod.Containers[i].Type == "regular" {
			return results[i]
		}
	}
	t.Fatal("no regular container")
	return Result{}
}
