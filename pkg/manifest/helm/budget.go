package helm

import (
	"context"
	"errors"
	"fmt"
)

// The bounds of one rendering, far above what charts need.
const (
	maxSteps = 500_000
	// maxText bounds the text of all loops and named templates that are run, counted as written in the template.
	maxText = 512 << 20
	// maxString bounds what a function that makes text of a given length may make.
	maxString = 8 << 20
	maxList   = 100_000
)

// budget is what one rendering may still do.
type budget struct {
	ctx   context.Context
	steps int
	text  int64
}

var errBudget = errors.New("the chart does more than any chart needs to; rendering was stopped")

// step is called for each round of a loop and each named template, with the length of its text.
func (b *budget) step(length int) (string, error) {
	b.steps++
	b.text += int64(length)
	switch {
	case b.ctx.Err() != nil:
		return "", b.ctx.Err()
	case b.steps > maxSteps || b.text > maxText:
		return "", errBudget
	}
	return "", nil
}

// bounded refuses a length that would fill the memory.
func (b *budget) bounded(what string, n, most int) error {
	b.text += int64(max(n, 0))
	switch {
	case n > most:
		return fmt.Errorf("%s of %d is more than any chart needs", what, n)
	case b.text > maxText:
		return errBudget
	}
	return nil
}
