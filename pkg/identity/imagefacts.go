package identity

import (
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// evidence is what may be known of an image: its config, and its files up to a level.
type evidence struct {
	img  *image.Image
	why  string // why img is nil
	rank int
}

func evidenceOf(g Given, opts Options) evidence {
	e := evidence{img: g.Image, why: g.Unread, rank: opts.Evidence.Rank()}
	if e.img == nil && e.why == "" {
		e.why = "the image was not read"
	}
	return e
}

// The names of the config's fields in image.Config.Unknown.
const (
	fieldUser       = "user"
	fieldEnv        = "env"
	fieldEntrypoint = "entrypoint"
	fieldCmd        = "cmd"
	fieldWorkdir    = "workdir"
	fieldVolumes    = "volumes"
)

// missing is why a field of the config is not known; "" where it is.
func (e evidence) missing(field string) string {
	switch {
	case e.img == nil:
		return e.why
	case e.rank < finding.EvidenceConfig.Rank():
		return "the image's config was not read"
	}
	return e.img.Config.Unknown[field]
}

// files are the image's files if evidence reaches level, else nil and why.
func (e evidence) files(level finding.Evidence) (Files, string) {
	switch {
	case e.img == nil:
		return nil, e.why
	case e.rank < level.Rank():
		return nil, unreadAt[level]
	case e.img.Files == nil:
		return nil, "the image's layers cannot be read"
	}
	return e.img.Files, ""
}

var unreadAt = map[finding.Evidence]string{
	finding.EvidenceUsers:      "the image's users were not read",
	finding.EvidenceEntrypoint: "the image's files were not read",
	finding.EvidenceTree:       "not all of the image was read",
}
