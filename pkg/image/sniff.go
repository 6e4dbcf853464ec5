package image

import (
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

// IsArchive tells by its first bytes, not by its name, whether a file is a tar, plain or compressed with gzip or zstd. A
// tar that holds no image is an archive too: opening it says what is missing.
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
	r, err := decompress(f)
	if err != nil {
		return false, nil // what does not begin like an archive is none
	}
	defer func() { _ = r.Close() }()
	block := make([]byte, tarBlock)
	if _, err := io.ReadFull(r, block); err != nil {
		return false, nil // shorter than a tar header, or broken: no archive
	}
	return isTar(block), nil
}

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
	return hasHost(s) && !slices.ContainsFunc(fileEndings, ends)
}

// hasHost: the first part of a reference is a host if it has a dot or a colon or is localhost (distribution/reference).
func hasHost(s string) bool {
	first, _, ok := strings.Cut(s, "/")
	return ok && (first == "localhost" || strings.ContainsAny(first, ".:"))
}
