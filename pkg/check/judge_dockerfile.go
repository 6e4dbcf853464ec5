package check

import (
	"context"
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// judgeDockerfile judges the image that a Dockerfile would give by the rules of kind image, at the Dockerfile's lines, and
// the file itself by those of kind dockerfile. place tells its hits apart from those of other things.
func (e *Engine) judgeDockerfile(ctx context.Context, p *dockerfile.Prediction, place int) (judged, error) {
	img, err := e.imageFacts(ctx, p.Image)
	if err != nil {
		return judged{}, err
	}
	start, err := e.startAlone(ctx, p.Image)
	if err != nil {
		return judged{}, err
	}
	out, imageErr := e.judgeImageFacts(ctx, p.Image, &img)
	for i := range out.hits {
		out.hits[i].Location = imageFindingPlace(p, out.hits[i].Rule)
	}
	powers, err := lasting(ctx, p)
	if err != nil {
		return judged{}, err
	}
	facts := dockerfileInput(p, &img, start, powers, e.world)
	hits, err := e.evaluator.Evaluate(ctx, input.KindDockerfile, &facts.Dockerfile)
	for _, h := range hits {
		out.hits = append(out.hits, e.onDockerfile(h, facts))
	}
	out.hits = append(out.hits, e.lint(p)...)
	out.hits = append(out.hits, e.unreadBases(p)...)
	out.notJudged = append(out.notJudged, e.dockerfileLacking(p, facts, hits)...)
	for i := range out.hits {
		h := &out.hits[i]
		h.object, h.container = place, p.Image.Source
		if h.Rule != ruleImageUnresolved {
			h.platform, h.Subject.Image = p.Image.Platform.String(), p.Image.Source
		}
	}
	return out, errors.Join(imageErr, err)
}

// startAlone is whether a predicted image starts in a pod that drops all capabilities, where a chosen rule asks for it. With
// the runtime's default ones every user may execute every file: containerd leaves them in effect up to execve.
func (e *Engine) startAlone(ctx context.Context, img *image.Image) (input.Start, error) {
	o := e.identityOptions(input.KindDockerfile)
	if o.Evidence.Rank() < finding.EvidenceEntrypoint.Rank() {
		return input.Start{
			Verdict: string(identity.StartUnknown), Message: "no chosen rule asks for it",
			Argv: []string{}, Assumes: []string{}, UnboundPorts: []input.Port{},
			ProgramWritable: input.Fact[bool]{Unknown: "no chosen rule asks for it"},
		}, nil
	}
	pod := bare(img.Name)
	pod.Containers[0].SecurityContext = &corev1.SecurityContext{
		Capabilities: &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
	}
	r, err := identity.Judge(ctx, identity.Request{
		Pod: pod, Container: &pod.Containers[0], Given: identity.Given{Image: img, Platform: img.Platform},
	}, o)
	if err != nil {
		return input.Start{}, fmt.Errorf("read image: %w", err)
	}
	start := startInput(&r.Start)
	start.Program, err = programOf(ctx, img, &start)
	return start, err
}

// imageFindingPlace is where the Dockerfile decides what a rule of kind image says: what gives files their bits for the
// rule about those, else USER, or the last stage's FROM where there is none.
func imageFindingPlace(p *dockerfile.Prediction, rule string) finding.Location {
	if rule == ruleSetuidFiles && len(p.Powers) > 0 {
		return p.Powers[0].Location
	}
	return p.User.Location
}

// ruleSetuidFiles is the one rule of kind image that is not about USER.
const ruleSetuidFiles = "image/setuid-files"

func (e *Engine) onDockerfile(h policy.Hit, f *dockerfileFacts) hit {
	out := e.newHit(h)
	out.Location, out.Path = f.locate(h.Path), ""
	for _, r := range h.Related {
		out.Related = append(out.Related, related(r.Message, f.locate(r.Path)))
	}
	return out
}

// lint passes on what BuildKit's linter says, as far as its rules are chosen.
func (e *Engine) lint(p *dockerfile.Prediction) []hit {
	var out []hit
	for _, l := range p.Lint {
		r := e.rule(dockerfile.LintCategory + l.Rule)
		if r == nil {
			continue
		}
		h := e.newHit(policy.Hit{Rule: r, Message: l.Message})
		h.Location = l.Location
		out = append(out, h)
	}
	return out
}

// unreadBases says of each image that the Dockerfile rests on and that could not be read that it was not, as is said of
// images that manifests name. With --images off nobody asked.
func (e *Engine) unreadBases(p *dockerfile.Prediction) []hit {
	r := e.rule(ruleImageUnresolved)
	if r == nil {
		return nil
	}
	var out []hit
	for _, b := range p.Bases {
		if b.Unread == "" || b.Unread == Unasked {
			continue
		}
		h := e.newHit(policy.Hit{Rule: r, Message: fmt.Sprintf("image %s could not be read: %s", b.Ref, b.Unread)})
		h.Subject, h.Location = finding.Subject{Image: b.Ref}, p.User.Location
		for _, n := range p.Named {
			if n.Ref == b.Ref {
				h.Location = n.Location
				break
			}
		}
		out = append(out, h)
	}
	return out
}

// dockerfileLacking lists the rules of kind dockerfile that were silent because their evidence is missing.
func (e *Engine) dockerfileLacking(p *dockerfile.Prediction, f *dockerfileFacts, hits []policy.Hit) []finding.NotJudged {
	var out []finding.NotJudged
	for i := range e.rules {
		r := &e.rules[i]
		if r.Input != input.KindDockerfile || r.Evidence == finding.EvidenceNone || spoke(hits, r.ID) {
			continue
		}
		reason := f.Image.Written.Unknown
		if reason == "" && r.Evidence.Rank() >= finding.EvidenceEntrypoint.Rank() && f.Start.Verdict == string(identity.StartUnknown) {
			reason = f.Start.Message
		}
		if reason != "" {
			out = append(out, finding.NotJudged{Rule: r.ID, Source: p.Image.Source, Reason: reason})
		}
	}
	return out
}

// rule is a chosen rule by its ID, nil where it is not chosen.
func (e *Engine) rule(id string) *finding.Rule {
	for i := range e.rules {
		if e.rules[i].ID == id {
			return &e.rules[i]
		}
	}
	return nil
}
