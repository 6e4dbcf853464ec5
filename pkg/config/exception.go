package config

import (
	"slices"
	"strings"
	"time"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Exception is an agreement that findings of a rule do not count. Every condition that is written must hold; what is left
// out does not matter. In patterns * stands for any run of characters, the slash too.
type Exception struct {
	// Rule is a pattern of rule IDs.
	Rule   string  `json:"rule"`
	Object *Object `json:"object,omitempty"`
	// Container is a pattern of the container's name. A finding on the pod has none.
	Container string `json:"container,omitempty"`
	// Path is a pattern of the finding's JSON pointer.
	Path string `json:"path,omitempty"`
	// Image is the digest of the image that the finding is about, as it was read or as the manifest writes it.
	Image   string `json:"image,omitempty"`
	Reason  string `json:"reason"`
	Expires Date   `json:"expires,omitempty"`
	Owner   string `json:"owner,omitempty"`
}

// Object selects objects by patterns.
type Object struct {
	Kind string `json:"kind,omitempty"`
	// Namespace is compared with what the manifest writes: where it leaves that to kubectl, only * and "" match.
	Namespace *string           `json:"namespace,omitempty"`
	Name      string            `json:"name,omitempty"`
	Labels    map[string]string `json:"labels,omitempty"`
}

// Candidate is a finding with what exceptions ask beyond it.
type Candidate struct {
	Finding finding.Finding
	// Labels are those of the object.
	Labels map[string]string
	// Digests are those of the images that the finding is about, of every platform.
	Digests []string
	// Annotated are the exceptions that the object itself carries; nil where they are not honoured.
	Annotated *Annotated
}

// Matches tells whether the exception is about a finding, also when it has expired.
func (e *Exception) Matches(c Candidate) bool {
	return matches(e.Rule, c.Finding.Rule) &&
		(e.Container == "" || matches(e.Container, c.Finding.Subject.Container)) &&
		(e.Path == "" || matches(e.Path, c.Finding.Path)) &&
		(e.Image == "" || slices.Contains(c.Digests, e.Image) || strings.HasSuffix(c.Finding.Subject.Image, "@"+e.Image)) &&
		e.Object.matches(c)
}

func (o *Object) matches(c Candidate) bool {
	if o == nil {
		return true
	}
	s := c.Finding.Subject
	for key, pattern := range o.Labels {
		if value, ok := c.Labels[key]; !ok || !matches(pattern, value) {
			return false
		}
	}
	return s.Kind != "" &&
		(o.Kind == "" || matches(o.Kind, s.Kind)) &&
		(o.Namespace == nil || matches(*o.Namespace, s.Namespace)) &&
		(o.Name == "" || matches(o.Name, s.Name))
}

// Expired tells whether the last day of the exception has passed.
func (e *Exception) Expired(now time.Time) bool { return e.Expires.before(now) }

// Date is a day as YYYY-MM-DD, "" for none. Days are those of UTC, so that all who run the same check agree.
type Date string

// before compares as text: days that are written alike stand in their order.
func (d Date) before(now time.Time) bool {
	return d != "" && string(d) < now.UTC().Format(time.DateOnly)
}

// valid tells whether the text is a day that exists.
func (d Date) valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// matches compares with a pattern in which * stands for any run of characters.
func matches(pattern, s string) bool {
	parts := strings.Split(pattern, "*")
	first, last := parts[0], parts[len(parts)-1]
	if len(parts) == 1 {
		return pattern == s
	}
	if !strings.HasPrefix(s, first) || !strings.HasSuffix(s[len(first):], last) {
		return false
	}
	s = s[len(first) : len(s)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(s, part)
		if i < 0 {
			return false
		}
		s = s[i+len(part):]
	}
	return true
}
