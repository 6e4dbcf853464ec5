package admission

import (
	"fmt"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// line is the charge in one line, as a warning has it.
func (c *charge) line() string {
	text := c.head() + ": " + c.Message
	if c.Remediation != "" {
		text += "; " + c.Remediation
	}
	return text
}

// head names the rule, the control that it is, and the container.
func (c *charge) head() string {
	text := c.Rule
	if c.reason != "" {
		text += " (" + c.reason + ")"
	}
	if c.Subject.Container != "" {
		text += ", container " + c.Subject.Container
	}
	return text
}

// paragraph is the charge as a denial has it: the rule, what is wrong, the field with its value, and what to write.
func (c *charge) paragraph(o *manifest.Object) string {
	lines := []string{"- " + clip(c.head(), 200) + ":", "    " + clip(c.Message, 400)}
	if c.Path != "" {
		lines = append(lines, "    at "+clip(manifest.FieldPath(c.Path), 200)+c.value(o))
	}
	if c.Remediation != "" {
		lines = append(lines, "    write: "+clip(c.Remediation, 300))
	}
	return strings.Join(lines, "\n")
}

// value is the field's value, where it is a plain one and no secret can be in it.
func (c *charge) value(o *manifest.Object) string {
	if strings.Contains(c.Path, "/env/") || strings.Contains(c.Rule, "secret") || strings.Contains(c.Path, "/annotations/") {
		return ""
	}
	switch v := o.At(c.Path).(type) {
	case string:
		return ": " + clip(fmt.Sprintf("%q", v), 100)
	case bool, int64, float64:
		return fmt.Sprintf(": %v", v)
	}
	return ""
}
