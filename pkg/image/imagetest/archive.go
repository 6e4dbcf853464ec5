package imagetest

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io/fs"
	"os"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
)

// DockerArchive is what "docker save REF" wrote before docker's engine 25: a tar of manifest.json, the config and the layers.
func DockerArchive(ref string, img v1.Image) ([]byte, error) {
	tag, err := name.NewTag(ref)
	if err != nil {
		return nil, fmt.Errorf("parse reference: %w", err)
	}
	var buf bytes.Buffer
	if err := tarball.Write(tag, img, &buf); err != nil {
		return nil, fmt.Errorf("write archive: %w", err)
	}
	return buf.Bytes(), nil
}

// OCIArchive is an OCI layout as one tar, in lexical order of its files.
func OCIArchive(content ...Tagged) ([]byte, error) {
	dir, err := os.MkdirTemp("", "imagetest")
	if err != nil {
		return nil, fmt.Errorf("make temporary layout: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // a left-over temporary folder is no reason to fail a test
	if err := WriteLayout(dir, content...); err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	if err := addFiles(w, os.DirFS(dir)); err != nil {
		return nil, fmt.Errorf("write archive: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("close archive: %w", err)
	}
	return buf.Bytes(), nil
}

func addFiles(w *tar.Writer, dir fs.FS) error {
	return fs.WalkDir(dir, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(dir, path)
		if err != nil {
			return err
		}
		if err := w.WriteHeader(&tar.Header{Name: path, Mode: 0o644, Size: int64(len(b))}); err != nil {
			return err
		}
		_, err = w.Write(b)
		return err
	})
}
