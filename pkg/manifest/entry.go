package manifest

import "github.com/hullcheck/hullcheck/pkg/finding"

// Entry is one thing met while reading: exactly one of its fields is set.
type Entry struct {
	// Object is a Kubernetes object that was read whole.
	Object *Object
	// Skipped is a file, document or folder that is deliberately not read as a manifest.
	Skipped *finding.Skipped
	// Found is a file or folder that holds no manifests but may be a source of another kind.
	Found *Found
	// Err is something that looks like an object, or was asked for, and cannot be read. Reading goes on behind it.
	Err *Error
}

// FoundKind says what a Found may be.
type FoundKind string

// The kinds. A Dockerfile goes by its name, an archive by its ending (its content is not looked at), a layout by the file
// oci-layout in it.
const (
	Dockerfile   FoundKind = "dockerfile"
	ImageArchive FoundKind = "archive"
	ImageLayout  FoundKind = "layout"
)

// Found is a file or folder of a walked directory that is not a manifest.
type Found struct {
	Kind FoundKind
	// Path is to be opened and reported as it is.
	Path string
}
