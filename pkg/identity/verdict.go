package identity

// Kubelet is the verdict of the kubelet's verifyRunAsNonRoot.
type Kubelet struct {
	Verdict Verdict `json:"verdict"`
	// Message is the kubelet's own words without the tail in brackets that names pod and container; for Unjudged, the
	// reason; for Unreached, what stands before the check.
	Message string `json:"message"`
	// Path is the JSON pointer of the field that decided: runAsUser, or the container's image where USER did.
	Path string `json:"-"`
	// Demand is the JSON pointer of the runAsNonRoot that demands the check; "" where nothing does.
	Demand string `json:"-"`
}

// Verdict is what the kubelet's check comes to.
type Verdict string

// The verdicts. Admits includes that nothing was asked; Unreached that something before the check stops the container.
const (
	Admits    Verdict = "admits"
	Refuses   Verdict = "refuses"
	Unreached Verdict = "unreached"
	Unjudged  Verdict = "unknown"
)
