// Package finding is the vocabulary that every room shares: what a rule is, what a finding says, where it stands and
// whom it is about. It is a leaf: it imports only the standard library, so that the engine, the printers and the webhook
// can all speak it without knowing each other.
//
// The JSON names are those of the published report (docs/report.schema.json): users script against them.
package finding

// Finding is one hit of one rule. A finding is never a Go error: an error means that something could not be judged.
type Finding struct {
	Rule        string   `json:"rule"`
	Severity    Severity `json:"severity"`
	Message     string   `json:"message"`
	Remediation string   `json:"remediation"`
	HelpURI     string   `json:"helpUri"`
	Subject     Subject  `json:"subject"`
	Location    Location `json:"location"`
	// Path is the JSON pointer (RFC 6901) of the field in its object, "" for findings on images. Where the field is
	// missing it is the pointer at which to write it, and Location is that of the nearest parent that exists.
	Path    string    `json:"path"`
	Related []Related `json:"related"`
	Fix     *Fix      `json:"fix"`
}

// Related is a second place or a second fact that a reader needs to understand a finding. A superseded finding is listed
// here by its message.
type Related struct {
	Message  string   `json:"message"`
	Location Location `json:"location"`
}

// Subject is what a finding is about. Fields that do not apply are "".
type Subject struct {
	APIVersion string `json:"apiVersion,omitempty"`
	Kind       string `json:"kind,omitempty"`
	// Namespace is as written in the manifest: "" where the manifest leaves it to kubectl.
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Container string `json:"container,omitempty"`
	// Image is the reference as the manifest writes it, or the image SOURCE's reference.
	Image string `json:"image,omitempty"`
	// Platforms are those for which the finding holds, sorted, as os/arch[/variant]; empty where it does not depend on one.
	Platforms []string `json:"platforms,omitempty"`
}

// Precision says how exactly a location points.
type Precision string

// The precisions: the very field (or the place where it is missing), or only the resource it belongs to.
const (
	PrecisionExact    Precision = "exact"
	PrecisionResource Precision = "resource"
)

// Location is a place in a file, or (File "") a source that has no lines, such as an image.
//
// Lines and columns count from 1; columns are runes, not bytes and not UTF-16 units. End is exclusive: EndColumn is the
// column behind the last rune. Line 0 means that there is no line.
type Location struct {
	File      string    `json:"file,omitempty"`
	Line      int       `json:"line,omitempty"`
	Column    int       `json:"column,omitempty"`
	EndLine   int       `json:"endLine,omitempty"`
	EndColumn int       `json:"endColumn,omitempty"`
	Precision Precision `json:"precision,omitempty"`
	// Source names what is not a file: "oci:img", "registry:ghcr.io/acme/api:1".
	Source string `json:"source,omitempty"`
	// Snippet is the text of line Line, without its end, for printers; it is not part of the JSON report.
	Snippet string `json:"-"`
}

// Fix is the set of textual edits that resolves a finding.
type Fix struct {
	Description string `json:"description"`
	Edits       []Edit `json:"edits"`
}

// Edit replaces the region of Location (which may be empty: an insertion) by NewText.
type Edit struct {
	Location Location `json:"location"`
	NewText  string   `json:"newText"`
}
