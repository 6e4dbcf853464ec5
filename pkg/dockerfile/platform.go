package dockerfile

import (
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/hullcheck/hullcheck/pkg/image"
)

func ociPlatform(p image.Platform) *ocispecs.Platform {
	return &ocispecs.Platform{OS: p.OS, Architecture: p.Architecture, Variant: p.Variant}
}

func imagePlatform(p *ocispecs.Platform, otherwise image.Platform) image.Platform {
	if p == nil {
		return otherwise
	}
	return image.Platform{OS: p.OS, Architecture: p.Architecture, Variant: p.Variant}
}
