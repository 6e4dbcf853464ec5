package image

import "github.com/hullcheck/hullcheck/pkg/image/rootfs"

// Image is one platform of one image, read or predicted: its config, and its files on demand.
type Image struct {
	// Name is the reference or path that the user knows the image by.
	Name string
	// Source is where it was read, written as a SOURCE with its scheme: "registry:…", "oci:…", "archive:…", "daemon:…", "dockerfile:…".
	Source string
	// Digest is that of the image manifest, "" for an archive of docker save (which has none) and for a prediction.
	Digest   string
	Platform Platform
	Config   Config
	// Files answers for the merged root file system. It is nil only where no layer can be read at all.
	Files rootfs.Files
	// Verified: config and layers are checked against the digests by which the manifest names them. False for predictions
	// and for images out of a daemon.
	Verified bool
}

// Platform is os/arch[/variant] as in the OCI image index.
type Platform struct {
	OS, Architecture, Variant string
}

// String is os/arch or os/arch/variant; "" for the zero value.
func (p Platform) String() string {
	s := p.OS
	if p.Architecture != "" {
		s += "/" + p.Architecture
	}
	if p.Variant != "" {
		s += "/" + p.Variant
	}
	return s
}

// Config is the part of the OCI image config that says how to run it. Strings are as written, neither trimmed nor expanded.
type Config struct {
	User string
	// Env is in order, "K=V"; the last of duplicates counts.
	Env []string
	// Entrypoint and Cmd: nil means not set.
	Entrypoint, Cmd []string
	WorkingDir      string
	Volumes         []string // sorted
	ExposedPorts    []string // sorted, as written ("8080/tcp")
	Labels          map[string]string
	// OnBuild are the triggers that a build FROM this image runs first; Shell is what such a build runs its RUN lines with,
	// nil for the default.
	OnBuild, Shell []string
	// History is oldest first.
	History []History
	// Unknown names the fields (user, env, entrypoint, cmd, workdir, volumes, ports) whose value is not known, with the
	// reason. Only a prediction has unknown fields. With env unknown, Env holds what is known; others may exist.
	Unknown map[string]string
}

// History is one entry of the config's history.
type History struct {
	CreatedBy  string
	EmptyLayer bool
}
