package admission

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/hullcheck/hullcheck/pkg/check"
)

// Level is what a mode asks for: one of the profiles, or nothing.
type Level string

// The levels, from the laxest to the strictest.
const (
	Off        Level = "off"
	Baseline         = Level(check.Baseline)
	Restricted       = Level(check.Restricted)
	Hardened         = Level(check.Hardened)
)

func parseLevel(s string) (Level, error) {
	switch l := Level(s); l {
	case Off, Baseline, Restricted, Hardened:
		return l, nil
	}
	return Restricted, fmt.Errorf("must be one of off, baseline, restricted, hardened")
}

// stricter tells whether l asks for more than other.
func (l Level) stricter(other Level) bool {
	rank := map[Level]int{Off: 0, Baseline: 1, Restricted: 2, Hardened: 3}
	return rank[l] > rank[other]
}

// Version is the Kubernetes release whose controls a mode compares with. The zero value is the latest.
type Version struct {
	// pinned: minor is written; else the release that the configuration names.
	pinned bool
	minor  int
}

var versionForm = regexp.MustCompile(`^v1\.(0|[1-9][0-9]{0,2})$`)

// parseVersion reads latest or v1.N, as the labels of Pod Security Admission have it.
func parseVersion(s string) (Version, error) {
	if s == "latest" {
		return Version{}, nil
	}
	m := versionForm.FindStringSubmatch(s)
	if m == nil {
		return Version{}, fmt.Errorf(`must be "latest" or "v1.x"`)
	}
	n, err := strconv.Atoi(m[1])
	return Version{pinned: true, minor: n}, err
}

func (v Version) String() string {
	if !v.pinned {
		return "latest"
	}
	return fmt.Sprintf("v1.%d", v.minor)
}

// LevelVersion is what one mode asks for.
type LevelVersion struct {
	Level
	Version
}

func (lv LevelVersion) String() string { return string(lv.Level) + ":" + lv.Version.String() }
