package image

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// IsLayout tells whether dir is an OCI layout, which is to say: whether it has a file oci-layout.
func IsLayout(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, layoutFile))
	return err == nil && info.Mode().IsRegular()
}

// IsArchive tells whether a file is meant as an image archive: it begins like a tar, or like what is compressed, or it is
// named like one. Whether it holds an image is told by opening it: an empty image.tar, or one compressed by other means, is
// a broken image and not a manifest without objects.
func IsArchive(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, fmt.Errorf("open file: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only looked at
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return false, err
	}
	if named := func(ending string) bool { return strings.HasSuffix(path, ending) }; slices.ContainsFunc(archiveEndings, named) {
		return true, nil
	}
	head := make([]byte, tarBlock)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, fmt.Errorf("read file: %w", err)
	}
	return formOf(head[:n]) != plainForm || n == tarBlock && isTar(head), nil
}

// archiveEndings are those of files that can be nothing else.
var archiveEndings = []string{".tar", ".tgz", ".tar.gz", ".tar.zst", ".tar.xz", ".tar.bz2"}

// fileEndings are those of files that a SOURCE names by mistake far more often than they end a repository's name.
var fileEndings = []string{".yaml", ".yml", ".json", ".tar", ".gz", ".tgz", ".zst"}

// LooksLikeRef tells whether a SOURCE that is no file can only be meant as an image in a registry: it has a registry host,
// a tag or a digest. A bare word like nginx is more likely a mistyped file, and must not cause a network call.
func LooksLikeRef(s string) bool {
	r, err := ParseRef(s)
	if err != nil {
		return false
	}
	if r.Tag != "" || r.Digest != "" {
		return true
	}
	ends := func(ending string) bool { return strings.HasSuffix(s, ending) }
	return HasHost(s) && !slices.ContainsFunc(fileEndings, ends)
}

// HasHost tells whether a reference begins with a registry, also where the rest of it is wrong: the first part is a host if
// it has a dot or a colon or is localhost (distribution/reference).
func HasHost(s string) bool {
	first, _, ok := strings.Cut(s, "/")
	return ok && (first == "localhost" || strings.ContainsAny(first, ".:"))
}
