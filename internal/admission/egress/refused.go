package egress

import (
	"fmt"
	"strings"
)

// RefusedError says that nothing was sent to an address, because it is not public and was not allowed.
type RefusedError struct {
	// Host is the name or address that was asked for, Address what it stands for.
	Host, Address string
	// Kind is what the address is: private, loopback, link-local, …
	Kind string
}

func (e *RefusedError) Error() string {
	if e.Host == e.Address || e.Host == "" {
		article := "a"
		if strings.HasPrefix(e.Kind, "u") || strings.HasPrefix(e.Kind, "i") {
			article = "an"
		}
		return fmt.Sprintf("%s is %s %s address and not one of those that may be asked", e.Address, article, e.Kind)
	}
	return fmt.Sprintf("%s is at the %s address %s, which is not one of those that may be asked", e.Host, e.Kind, e.Address)
}
