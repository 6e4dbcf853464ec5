package check

import (
	"cmp"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// Answer is one container on one platform of its image; Platform is "" where the image was not read. Of an image SOURCE,
// which no manifest names, the subject has the image only, and Type is "".
type Answer struct {
	Subject  finding.Subject
	Type     manifest.ContainerType
	Platform string
	// Variant is the source that rendered the object, where a chart is judged with several sets of values.
	Variant string
	Result  identity.Result
}

// placedAnswer knows where it stands in the order of the sources.
type placedAnswer struct {
	Answer
	place, pod, container int
}

func answer(o *manifest.Object, c *manifest.Container, g given, r identity.Result) Answer {
	subject := subjectOf(o)
	subject.Container, subject.Image = c.Name, c.Image
	return Answer{Subject: subject, Type: c.Type, Platform: g.platformRead(), Result: r}
}

// answers are those of the containers that this variant is about; results is parallel to the pod's containers.
func (v variant) answers(o *manifest.Object, p *manifest.Pod, results []identity.Result) []placedAnswer {
	var out []placedAnswer
	for i := range p.Containers {
		if v.judged[i] {
			out = append(out, placedAnswer{container: i, Answer: answer(o, &p.Containers[i], v.given[i], results[i])})
		}
	}
	return out
}

// queued are the answers of a pod whose containers were each judged alone, once for each of their shares: rules judge a
// container as if no other stood in its way, and whoever asks as whom it runs wants to hear of those that do.
func queued(o *manifest.Object, p *manifest.Pod, shares [][]given, alone [][]identity.Result) []placedAnswer {
	var out []placedAnswer
	for _, v := range variants(shares) {
		results := make([]identity.Result, len(alone))
		for i := range alone {
			results[i] = alone[i][v.at[i]]
		}
		out = append(out, v.answers(o, p, identity.Queue(p, results))...)
	}
	return out
}

// placed says where answers stand: in which source, or object of it, and in which of its pods.
func placed(answers []placedAnswer, place, pod int) []placedAnswer {
	for i := range answers {
		answers[i].place, answers[i].pod = place, pod
	}
	return answers
}

// inOrder sorts answers as their containers stand in the sources.
func inOrder(answers []placedAnswer) []Answer {
	slices.SortStableFunc(answers, func(a, b placedAnswer) int {
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.pod, b.pod), cmp.Compare(a.container, b.container),
			cmp.Compare(a.Platform, b.Platform))
	})
	out := make([]Answer, len(answers))
	for i, a := range answers {
		out[i] = a.Answer
	}
	return out
}
