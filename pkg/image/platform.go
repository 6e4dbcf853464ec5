package image

import (
	"fmt"
	"regexp"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

var platformPart = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)

// ParsePlatform parses os/arch[/variant]. The names that uname uses (x86_64, aarch64) are taken for Go's.
func ParsePlatform(s string) (Platform, error) {
	parts := strings.Split(s, "/")
	if len(parts) < 2 || len(parts) > 3 {
		return Platform{}, fmt.Errorf("parse platform %q: want os/arch or os/arch/variant", s)
	}
	for _, part := range parts {
		if !platformPart.MatchString(part) {
			return Platform{}, fmt.Errorf("parse platform %q: bad part %q", s, part)
		}
	}
	p := Platform{OS: strings.ToLower(parts[0]), Architecture: strings.ToLower(parts[1])}
	if len(parts) == 3 {
		p.Variant = strings.ToLower(parts[2])
	}
	switch p.Architecture {
	case "x86_64", "x86-64":
		p.Architecture = "amd64"
	case "aarch64":
		p.Architecture = "arm64"
	}
	return p, nil
}

// canonical leaves out the variant that an architecture has anyway, as containerd's platforms.Normalize does: arm64/v8 is
// arm64, amd64/v1 is amd64; 32-bit arm without a variant is v7.
func (p Platform) canonical() Platform {
	switch {
	case p.Architecture == "arm64" && (p.Variant == "v8" || p.Variant == "8"),
		p.Architecture == "amd64" && p.Variant == "v1":
		p.Variant = ""
	case p.Architecture == "arm" && p.Variant == "":
		p.Variant = "v7"
	case p.Architecture == "arm" && len(p.Variant) == 1:
		p.Variant = "v" + p.Variant
	}
	return p
}

// unknown is how BuildKit marks what is no image in an index.
func (p Platform) unknown() bool { return p.OS == "unknown" && p.Architecture == "unknown" }

func platformOf(p *v1.Platform) Platform {
	if p == nil {
		return Platform{}
	}
	return Platform{OS: p.OS, Architecture: p.Architecture, Variant: p.Variant}
}
