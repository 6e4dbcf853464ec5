package finding

// SchemaVersion is the version of the report's JSON form. It changes only when a field changes its meaning or goes away.
const SchemaVersion = 1

// Report is everything one run found out, and everything it could not. Lists are never null in JSON and stand in a fixed
// order, so two runs over equal input are equal byte for byte.
type Report struct {
	SchemaVersion int         `json:"schemaVersion"`
	Tool          Tool        `json:"tool"`
	Policy        Policy      `json:"policy"`
	Inputs        []Input     `json:"inputs"`
	Images        []Image     `json:"images"`
	Findings      []Finding   `json:"findings"`
	Exceptions    []Excepted  `json:"exceptions"`
	NotJudged     []NotJudged `json:"notJudged"`
	Skipped       []Skipped   `json:"skipped"`
	Errors        []Error     `json:"errors"`
	Summary       Summary     `json:"summary"`

	// Rules are those that were chosen, by ID, for printers that need titles and help; not part of the JSON report.
	Rules []Rule `json:"-"`
}

// Tool names the program that made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Policy says by which rules was judged.
type Policy struct {
	Profile           string `json:"profile"`
	KubernetesVersion string `json:"kubernetesVersion"`
	Runtime           string `json:"runtime"`
	Rules             int    `json:"rules"`
}

// Input is one SOURCE (an image SOURCE: one platform of it) that was judged.
type Input struct {
	Source string `json:"source"`
	Kind   string `json:"kind"` // manifest, image, dockerfile
	// Objects counts Kubernetes objects read, judged or not; nil for images.
	Objects  *int   `json:"objects,omitempty"`
	Platform string `json:"platform,omitempty"`
	Digest   string `json:"digest,omitempty"`
	// User is the image config's USER as written; of a Dockerfile, the one it would get, nil where unknown.
	User *string `json:"user,omitempty"`
}

// Image is one image that manifests name, one platform of it; or, with Unread, the reason why it could not be read.
type Image struct {
	Ref      string  `json:"ref"`
	Source   string  `json:"source,omitempty"`
	Digest   string  `json:"digest,omitempty"`
	Platform string  `json:"platform,omitempty"`
	User     *string `json:"user,omitempty"`
	// Verified: every byte that was judged was checked against the digest that the reference or index names it by.
	Verified *bool  `json:"verified,omitempty"`
	Unread   string `json:"unread,omitempty"`
}

// Excepted is a finding that an exception, or the baseline, took out of the count.
type Excepted struct {
	Finding Finding `json:"finding"`
	Reason  string  `json:"reason"`
	Expires string  `json:"expires,omitempty"` // YYYY-MM-DD
	Source  string  `json:"source"`            // annotation, config, comment or baseline
}

// NotJudged is a rule that lacked its evidence for one source.
type NotJudged struct {
	Rule   string `json:"rule"`
	Source string `json:"source"`
	Reason string `json:"reason"`
}

// Skipped is a file that was met and deliberately not judged.
type Skipped struct {
	File   string `json:"file"`
	Reason string `json:"reason"`
}

// Error is something that could not be judged. Any error makes the exit code 2.
type Error struct {
	Source   string    `json:"source"`
	Message  string    `json:"message"`
	Hint     string    `json:"hint,omitempty"`
	Location *Location `json:"location,omitempty"`
}

// Summary counts.
type Summary struct {
	Critical int `json:"critical"`
	High     int `json:"high"`
	Medium   int `json:"medium"`
	Low      int `json:"low"`
	Excepted int `json:"excepted"`
	Objects  int `json:"objects"`
	Images   int `json:"images"`
}
