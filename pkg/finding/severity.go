package finding

import "fmt"

// Severity orders findings. The zero value is not a severity.
type Severity int

// The severities, ascending. critical: root on the node is within reach. high: runs as root, or the kubelet or the
// runtime will refuse it. medium: a layer of defence is missing. low: advice.
const (
	Low Severity = iota + 1
	Medium
	High
	Critical
)

var severityNames = [...]string{Low: "low", Medium: "medium", High: "high", Critical: "critical"}

// Severities lists all severities from the gravest down.
func Severities() []Severity { return []Severity{Critical, High, Medium, Low} }

// ParseSeverity reads a severity as users write it: lower case, exactly.
func ParseSeverity(s string) (Severity, error) {
	for v := Low; v <= Critical; v++ {
		if severityNames[v] == s {
			return v, nil
		}
	}
	return 0, fmt.Errorf("unknown severity %q: write low, medium, high or critical", s)
}

func (s Severity) String() string {
	if s < Low || s > Critical {
		return fmt.Sprintf("Severity(%d)", int(s))
	}
	return severityNames[s]
}

// MarshalText writes the severity's name; an invalid severity is an error.
func (s Severity) MarshalText() ([]byte, error) {
	if s < Low || s > Critical {
		return nil, fmt.Errorf("invalid severity %d", int(s))
	}
	return []byte(severityNames[s]), nil
}

// UnmarshalText is the inverse of MarshalText.
func (s *Severity) UnmarshalText(b []byte) error {
	v, err := ParseSeverity(string(b))
	if err != nil {
		return err
	}
	*s = v
	return nil
}
