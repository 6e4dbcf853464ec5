package check

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// Image judges one platform of an image that was given as a SOURCE. An error may stand beside the verdict.
func (e *Engine) Image(ctx context.Context, img *image.Image, agreed Agreed) (Verdict, error) {
	j, err := e.judgeImage(ctx, img)
	return j.verdict(agreed), err
}

func (e *Engine) judgeImage(ctx context.Context, img *image.Image) (judged, error) {
	in, err := e.imageFacts(ctx, img)
	if err != nil {
		return judged{}, err
	}
	return e.judgeImageFacts(ctx, img, &in)
}

// imageFacts reads of an image what the rules of kind image ask for.
func (e *Engine) imageFacts(ctx context.Context, img *image.Image) (input.Image, error) {
	user, err := identity.JudgeImageUser(ctx, img, e.identityOptions(input.KindImage))
	if err != nil {
		return input.Image{}, fmt.Errorf("read image: %w", err)
	}
	setuid, err := e.setuidFiles(ctx, img)
	if err != nil {
		return input.Image{}, fmt.Errorf("read image: %w", err)
	}
	return imageInput(img, &user, setuid, e.world), nil
}

func (e *Engine) judgeImageFacts(ctx context.Context, img *image.Image, in *input.Image) (judged, error) {
	hits, err := e.evaluator.Evaluate(ctx, input.KindImage, in)
	out := judged{notJudged: e.imageLacking(img, in, hits)}
	for _, h := range hits {
		f := e.newHit(h)
		f.digests = digestsOf(img)
		f.object = imageObject
		f.container = img.Source
		f.Subject = finding.Subject{Image: img.Name}
		f.Location = finding.Location{Source: img.Source}
		f.Path = ""
		f.platform = img.Platform.String()
		out.hits = append(out.hits, f)
	}
	return out, err
}

// answerAlone adds as whom an image alone runs, where that is asked for. It reads all of an image that lies here or is to be
// read whole, of another one no more than its users, and of one that a Dockerfile would give what its rules read.
func (e *Engine) answerAlone(ctx context.Context, img *image.Image, kind string, place int, j *judged) error {
	if !e.answers {
		return nil
	}
	o := e.identityOptions(kind)
	switch {
	case e.deep || local(img):
		o.Evidence = finding.EvidenceTree
	case kind == input.KindImage || o.Evidence.Rank() < finding.EvidenceUsers.Rank():
		o.Evidence = finding.EvidenceUsers
	}
	pod := bare(img.Name)
	g := given{Given: identity.Given{Image: img, Platform: img.Platform}}
	r, err := identity.Judge(ctx, identity.Request{Pod: pod, Container: &pod.Containers[0], Given: g.Given}, o)
	if err != nil {
		return fmt.Errorf("read image: %w", err)
	}
	a := answer(&manifest.Object{}, &pod.Containers[0], g, r)
	a.Type = ""
	j.answers = placed([]placedAnswer{{Answer: a}}, place, 0)
	return nil
}

// imageObject is the object index of hits on images, which lie in no object.
const imageObject = -1

// setsID are the setuid and setgid bits of a mode.
const setsID = 0o6000

// needsDeep is why the tree of an image was not read.
const needsDeep = "needs --deep"

// setuidFiles lists the files with special mode bits, where a chosen rule asks for the tree and it may be read: of local
// images always, of remote ones with --deep.
func (e *Engine) setuidFiles(ctx context.Context, img *image.Image) (input.Fact[[]input.ModeFile], error) {
	unknown := func(reason string) (input.Fact[[]input.ModeFile], error) {
		return input.Fact[[]input.ModeFile]{Unknown: reason}, nil
	}
	switch {
	case evidence(e.rules, input.KindImage) != finding.EvidenceTree:
		return unknown("no chosen rule asks for it")
	case !e.deep && !local(img):
		return unknown(needsDeep)
	case img.Files == nil:
		return unknown("no layer can be read")
	}
	files := []input.ModeFile{}
	reason, err := img.Files.Walk(ctx, func(f rootfs.Entry) error {
		if f.Type == rootfs.Regular && f.Mode&setsID != 0 {
			files = append(files, input.ModeFile{
				Path: f.Path, Mode: strconv.FormatUint(uint64(f.Mode), 8), UID: f.UID, GID: f.GID,
			})
		}
		return nil
	})
	if err != nil || reason != "" {
		return input.Fact[[]input.ModeFile]{Unknown: reason}, err
	}
	return input.Fact[[]input.ModeFile]{Value: &files, From: "image.files"}, nil
}

// local tells whether the layers of an image lie on this machine, where reading them all costs no transfer. Those of a
// predicted one may rest on a registry.
func local(img *image.Image) bool {
	if strings.HasPrefix(img.Source, dockerfileScheme) {
		return false
	}
	src, err := image.ParseSource(img.Source)
	return errors.Is(err, image.ErrScheme) || err == nil && src.Kind != image.Registry
}

// imageLacking lists the image rules that were silent because their evidence is missing.
func (e *Engine) imageLacking(img *image.Image, in *input.Image, hits []policy.Hit) []finding.NotJudged {
	var out []finding.NotJudged
	for i := range e.rules {
		r := &e.rules[i]
		if r.Input != input.KindImage || spoke(hits, r.ID) {
			continue
		}
		if reason := imageMissing(r.Evidence, in); reason != "" {
			out = append(out, finding.NotJudged{Rule: r.ID, Source: img.Source, Reason: reason})
		}
	}
	return out
}

func imageMissing(level finding.Evidence, in *input.Image) string {
	if level.Rank() >= finding.EvidenceConfig.Rank() && in.User.Written.Unknown != "" {
		return in.User.Written.Unknown
	}
	if level.Rank() >= finding.EvidenceUsers.Rank() && !unresolvable(in) {
		if r := firstUnknown(in.User.Invalid.Unknown, in.User.UID.Unknown, in.User.InPasswd.Unknown); r != "" {
			return r
		}
	}
	if level == finding.EvidenceTree {
		return in.SetuidFiles.Unknown
	}
	return ""
}

// unresolvable: where no runtime can resolve USER, that it is nobody's is known, and nothing is missing.
func unresolvable(in *input.Image) bool {
	return in.User.Invalid.Value != nil && *in.User.Invalid.Value != ""
}
