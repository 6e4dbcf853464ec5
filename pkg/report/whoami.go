package report

import (
	"fmt"
	"io"

	"github.com/hullcheck/hullcheck/pkg/identity"
)

// Who is one container on one platform: an entry of `hullcheck whoami`.
type Who struct {
	Subject WhoSubject `json:"subject"`
	identity.Result
}

// WhoSubject names the container. Of an image SOURCE, which no manifest names, only Image and Platform are set.
type WhoSubject struct {
	APIVersion string `json:"apiVersion,omitempty"`
	Kind       string `json:"kind,omitempty"`
	Namespace  string `json:"namespace"`
	Name       string `json:"name"`
	Container  string `json:"container,omitempty"`
	// ContainerType is init, sidecar, regular or ephemeral.
	ContainerType string `json:"containerType,omitempty"`
	Image         string `json:"image,omitempty"`
	Platform      string `json:"platform,omitempty"`
	// Variant is the source that rendered the object, where a chart is judged with several sets of values.
	Variant string `json:"variant,omitempty"`
}

// WhoamiFormats lists the names that WriteWhoami takes.
func WhoamiFormats() []string { return []string{"text", "json"} }

// WriteWhoami prints the answers of whoami, in the order given, in the named format.
func WriteWhoami(w io.Writer, name string, whos []Who, o Options) error {
	var err error
	switch name {
	case "text":
		err = writeTable(w, whos, o)
	case "json":
		err = encode(w, completeWhos(whos))
	default:
		return fmt.Errorf("unknown format %q: write text or json", name)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// completeWhos is a copy without nil lists: in this JSON null means that something is not known.
func completeWhos(whos []Who) []Who {
	out := list(whos)
	for i := range out {
		p, s := &out[i].Power, &out[i].Start
		p.Writable, p.LikelyWrites = list(p.Writable), list(p.LikelyWrites)
		s.Argv, s.Assumes = list(s.Argv), list(s.Assumes)
		for _, set := range []*identity.Fact[[]string]{
			&p.Capabilities.Bounding, &p.Capabilities.Permitted, &p.Capabilities.Effective,
		} {
			set.Value = list(set.Value)
		}
	}
	return out
}
