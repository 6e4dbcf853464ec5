package cli

import (
	"errors"

	"github.com/hullcheck/hullcheck/pkg/check"
)

// configure adds what the configuration file says.
func configure(o *check.Options, _ string) error {
	if len(o.Sources) == 0 {
		return withHint(errors.New("no SOURCE"), "name a file, a folder, - or an image: hullcheck check deploy.yaml")
	}
	return nil
}
