package finding

import "encoding/json"

// MarshalJSON writes an input. The user of a Dockerfile that is not known is null, not left out: a reader who looks for
// it must not take it for "no USER".
func (i Input) MarshalJSON() ([]byte, error) {
	type input Input
	if i.Kind != "dockerfile" || i.User != nil {
		return json.Marshal(input(i))
	}
	return json.Marshal(struct {
		input
		User *string `json:"user"`
	}{input: input(i)})
}
