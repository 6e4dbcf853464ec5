package images

import (
	"context"
	"errors"

	"github.com/hullcheck/hullcheck/internal/admission/egress"
	"github.com/hullcheck/hullcheck/internal/admission/flight"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// The results of reading that are no class of package image, as metrics name them.
const (
	resultSuccess = "success"
	resultRefused = "refused"
	resultTimeout = "timeout"
	resultBusy    = "busy"
	resultOther   = "other"
)

// results are all that resultOf can give: what names a registry or an image comes from Pods, and must not make new series.
var results = []string{
	resultSuccess, "unauthorized", "forbidden", "not_found", "rate_limited", "unreachable", "digest_mismatch", "malformed",
	"no_platform", "not_image", resultRefused, resultTimeout, resultBusy, resultOther,
}

// resultOf is what came of reading, nil being a success.
func resultOf(err error) string {
	var address *egress.RefusedError
	switch {
	case err == nil:
		return resultSuccess
	case errors.As(err, &address):
		return resultRefused
	case errors.Is(err, flight.ErrLimit), errors.Is(err, context.DeadlineExceeded):
		return resultTimeout
	case errors.Is(err, flight.ErrTooMany):
		return resultBusy
	default:
		return resultOfClass(image.ClassOf(err))
	}
}

func resultOfClass(c image.Class) string {
	switch c {
	case image.Unauthorized:
		return "unauthorized"
	case image.Forbidden:
		return "forbidden"
	case image.NotFound:
		return "not_found"
	case image.RateLimited:
		return "rate_limited"
	case image.Unreachable:
		return "unreachable"
	case image.DigestMismatch:
		return "digest_mismatch"
	case image.Malformed:
		return "malformed"
	case image.NoPlatform:
		return "no_platform"
	case image.NotImage:
		return "not_image"
	}
	return resultOther
}
