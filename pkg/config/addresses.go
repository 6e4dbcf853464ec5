package config

import (
	"encoding/json"
	"slices"
)

// Addresses are single addresses and ranges of them, as 10.0.0.5 and fd00::/8. In the file true stands for all and false for
// none; Addresses has no such word, so that who compares an address need not know it.
type Addresses []string

// everyAddress is what true stands for.
var everyAddress = Addresses{"0.0.0.0/0", "::/0"}

// UnmarshalJSON reads true, false or a list.
func (a *Addresses) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "true":
		*a = slices.Clone(everyAddress)
		return nil
	case "false":
		*a = nil
		return nil
	}
	return json.Unmarshal(b, (*[]string)(a))
}
