package config

import "encoding/json"

// Source is one SOURCE of the file: a text as on the command line, or that text with the values to render a chart with. A
// chart that is listed several times, each with its values, is judged as often.
type Source struct {
	Source string   `json:"source"`
	Values []string `json:"values,omitempty"`
	Set    []string `json:"set,omitempty"`
}

// UnmarshalJSON reads a text or a mapping.
func (s *Source) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &s.Source)
	}
	type mapping Source
	return json.Unmarshal(b, (*mapping)(s))
}

// Plain tells whether the source has no values of its own.
func (s Source) Plain() bool { return len(s.Values)+len(s.Set) == 0 }
