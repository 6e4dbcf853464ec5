package check

import (
	"github.com/hullcheck/hullcheck/pkg/finding"
)

// ruleSecretInEnv points at values that reports must not repeat: the excerpt of the line would.
const ruleSecretInEnv = "workload/secret-in-env"

// line is a line of a file.
type line struct {
	file   string
	number int
}

// conceal puts stars in place of the secrets that hits have found, in the excerpts of all hits: in flow style, and in
// JSON without line breaks, another finding stands on the same line.
func conceal(hits []hit) {
	c := concealed{secrets: map[line][]finding.Location{}, texts: map[line]string{}}
	for i := range hits {
		if at := hits[i].Location; hits[i].Rule == ruleSecretInEnv {
			for n := at.Line; n <= max(at.Line, at.EndLine); n++ {
				c.secrets[line{at.File, n}] = append(c.secrets[line{at.File, n}], at)
			}
		}
	}
	if len(c.secrets) == 0 {
		return
	}
	for i := range hits {
		c.in(&hits[i].Location)
		for j := range hits[i].Related {
			c.in(&hits[i].Related[j].Location)
		}
	}
}

// concealed holds where secrets stand, and the text of each such line without them, which is made once: a line may hold
// thousands of findings.
type concealed struct {
	secrets map[line][]finding.Location
	texts   map[line]string
}

func (c *concealed) in(at *finding.Location) {
	key := line{at.File, at.Line}
	secrets := c.secrets[key]
	if len(secrets) == 0 || at.Snippet == "" {
		return
	}
	text, ok := c.texts[key]
	if !ok {
		text = stars(at.Snippet, at.Line, secrets)
		c.texts[key] = text
	}
	at.Snippet = text
}

// stars covers the parts of a line that secrets take up. Where the place of one is not known exactly, nothing of the line
// is shown.
func stars(text string, number int, secrets []finding.Location) string {
	runes := []rune(text)
	for _, secret := range secrets {
		if secret.Precision != finding.PrecisionExact {
			return ""
		}
		from, to := 0, len(runes)
		if number == secret.Line {
			from = secret.Column - 1
		}
		if number == secret.EndLine {
			to = min(secret.EndColumn-1, to)
		}
		for i := max(from, 0); i < to; i++ {
			runes[i] = '*'
		}
	}
	return string(runes)
}
