package finding

// Rule is what is known of a rule beside its logic. It is read from the METADATA of the rule's Rego package and never
// typed a second time.
type Rule struct {
	// ID is CATEGORY/NAME with dashes, derived from the folder: policies/workload/run_as_non_root is workload/run-as-non-root.
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Severity    Severity `json:"severity"`
	Remediation string   `json:"remediation"`
	// Input is the kind of input that the rule reads: image, dockerfile, container, object or inventory.
	Input string `json:"input"`
	// Evidence is what of an image the rule needs to be judged: "", config, users, entrypoint or tree.
	Evidence Evidence `json:"evidence"`
	// PSS lists the Pod Security Standards controls that the rule is.
	PSS []PSS `json:"pss"`
	// DefaultOn is false for rules that must be asked for with --rule +ID.
	DefaultOn bool `json:"default"`
	// Parameters names the parameters of the configuration that the rule compares with: minimum-uid, allowed-capabilities,
	// allowed-registries.
	Parameters []string `json:"parameters"`
	// Supersedes lists the IDs of weaker rules whose finding of the same cause is dropped in favour of this rule's.
	Supersedes []string `json:"supersedes"`
	// Related are addresses to read on.
	Related []string `json:"relatedResources"`
	// HelpURI is where the rule's page is published.
	HelpURI string `json:"helpUri"`
	// Help is the prose of the rule's README.md, "" where there is none.
	Help string `json:"-"`
	// Builtin is false for rules that came from --policy.
	Builtin bool `json:"builtin"`
}

// PSS names a control of the Pod Security Standards as k8s.io/pod-security-admission does.
type PSS struct {
	Level  string `json:"level"`  // baseline or restricted
	Check  string `json:"check"`  // upstream's check ID, for example runAsNonRoot
	Since  string `json:"since"`  // first Kubernetes version of the control, for example 1.0
	Reason string `json:"reason"` // upstream's words, for example "runAsNonRoot != true"
}

// Evidence is how much of an image must be read; each level includes the ones before it.
type Evidence string

// The levels of evidence, ascending.
const (
	EvidenceNone       Evidence = ""
	EvidenceConfig     Evidence = "config"
	EvidenceUsers      Evidence = "users"
	EvidenceEntrypoint Evidence = "entrypoint"
	EvidenceTree       Evidence = "tree"
)

// Rank orders levels of evidence: a higher rank reads more. An unknown level has rank -1.
func (e Evidence) Rank() int {
	for i, l := range []Evidence{EvidenceNone, EvidenceConfig, EvidenceUsers, EvidenceEntrypoint, EvidenceTree} {
		if l == e {
			return i
		}
	}
	return -1
}
