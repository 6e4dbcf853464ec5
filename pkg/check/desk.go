package check

import (
	"sync"

	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// desk has room for what one container is judged with. It is large, and used again: hits and memo keep strings only.
type desk struct {
	result identity.Result
	input  input.Container
}

var desks sync.Pool

func newDesk() *desk {
	d, ok := desks.Get().(*desk)
	if !ok {
		return new(desk)
	}
	return d
}

// clear leaves nothing of a container for the next one, nor for whoever reads the memory.
func (d *desk) clear() {
	*d = desk{}
	desks.Put(d)
}
