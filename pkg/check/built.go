package check

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// predicted is a Dockerfile among the sources of a run.
type predicted struct {
	*dockerfile.Prediction
	place  int
	origin *origin
}

// fewestSteps is how many steps of its own a Dockerfile must have for its image to be told by them: "USER 1000" alone ends
// the history of many images.
const fewestSteps = 3

// madeBy is the Dockerfile among the sources that an image was built from, nil where that is not certain: the image's
// history must end with all of the file's own steps, word for word, and with those of no other file.
func madeBy(img *image.Image, files []predicted) *predicted {
	var found *predicted
	for i := range files {
		if !endsWith(img.Config.History, files[i].History) {
			continue
		}
		if found != nil {
			return nil
		}
		found = &files[i]
	}
	return found
}

func endsWith(history []image.History, steps []string) bool {
	if len(steps) < fewestSteps || len(steps) > len(history) {
		return false
	}
	tail := history[len(history)-len(steps):]
	for i, s := range steps {
		// A single word is a step of which the rest is not known.
		if tail[i].CreatedBy != s || !strings.Contains(s, " ") {
			return false
		}
	}
	return true
}

// pointAtDockerfiles moves what is said of the users of images to the lines of the Dockerfiles that they were built from.
// Where the file has the same finding, it is named there.
func pointAtDockerfiles(hits []hit, images []*image.Image, files []predicted) []hit {
	makers := map[string]*predicted{}
	for _, img := range images {
		if m := madeBy(img, files); m != nil {
			makers[img.Source+" "+img.Platform.String()] = m
		}
	}
	if len(makers) == 0 {
		return hits
	}
	var out, moved []hit
	for _, h := range hits {
		m := makers[h.container+" "+h.platform]
		if m == nil || h.object != imageObject || h.Rule == ruleSetuidFiles {
			out = append(out, h)
			continue
		}
		h.object, h.container, h.origin = m.place, m.Image.Source, m.origin
		h.Location = m.User.Location
		moved = append(moved, h)
	}
	slices.SortFunc(moved, func(a, b hit) int {
		return cmp.Or(
			finding.Compare(a.Finding, b.Finding), cmp.Compare(a.Subject.Image, b.Subject.Image), cmp.Compare(a.platform, b.platform),
		)
	})
	for _, h := range moved {
		out = fold(out, h)
	}
	return out
}

// fold adds a moved hit, or names its image under the hit of the Dockerfile that says the same.
func fold(hits []hit, moved hit) []hit {
	for i := range hits {
		h := &hits[i]
		if h.object == moved.object && h.Rule == moved.Rule && h.Message == moved.Message && h.Subject.Image == h.container {
			also := related("the image "+moved.Subject.Image+" was built from this", h.Location)
			h.Related = joinMissing(h.Related, []finding.Related{also})
			h.digests = joinMissing(h.digests, moved.digests)
			return hits
		}
	}
	return append(hits, moved)
}
