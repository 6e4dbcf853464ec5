package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/config"
)

// adopt writes the baseline where that is asked for: without one, of everything that was found, which then no longer
// counts; with one, of what it still has to know, so that new findings keep counting.
func (o *checkOptions) adopt(e *env, r *check.Result, agreed check.Agreed) error {
	if o.writeBaseline == "" {
		return nil
	}
	if len(r.Errors) > 0 {
		return errors.New("no baseline is written: some sources could not be judged")
	}
	old := agreed.Baseline
	if old != nil && agreed.Part && len(r.Fixed) > 0 {
		return withHint(errors.New("no baseline is written: only a part of the configuration's sources was judged"),
			"run hullcheck check without SOURCE")
	}
	b := config.NewBaseline(r.Known)
	if old != nil {
		b = old.Without(r.Fixed)
	}
	if err := writeBaseline(o.writeBaseline, b); err != nil {
		return err
	}
	e.note("%s in %s", count(len(b.Known)), o.writeBaseline)
	return nil
}

// count is a number of findings in words.
func count(n int) string { return plural(n, "finding") }

func writeBaseline(file string, b *config.Baseline) (err error) {
	f, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("write baseline: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return b.Write(f)
}
