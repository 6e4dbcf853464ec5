package fix

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// reread decodes an object as strictly as one of a source.
func reread(ctx context.Context, value any, templates []manifest.PodTemplate) (*manifest.Object, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("encode the object: %w", err)
	}
	r := manifest.Reader{PodTemplates: templates}
	for e := range r.Stream(ctx, "-", "-", bytes.NewReader(raw)) {
		switch {
		case e.Err != nil:
			return nil, errors.New(e.Err.Message)
		case e.Object != nil:
			return e.Object, nil
		}
	}
	return nil, errors.New("it would be no object any more")
}
