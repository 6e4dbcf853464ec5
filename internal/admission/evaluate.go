package admission

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// ruleImageUnresolved says that an image could not be read: the configuration decides what that counts for.
const ruleImageUnresolved = "runtime/image-unresolved"

// charge is a finding, and what it counts for at one level.
type charge struct {
	finding.Finding
	// reason are the words of the Pod Security Standards where the finding is one of their controls.
	reason string
	denies bool
}

// words are what stands for the charge in one line: the control's reason, else the rule.
func (c *charge) words() string {
	if c.reason != "" {
		return c.reason
	}
	return c.Rule
}

// outcome is what one level says of an object.
type outcome struct {
	level     LevelVersion
	charges   []charge
	excepted  []finding.Excepted
	notJudged []finding.NotJudged
	// warnings are exceptions that the object carries and that cannot be read.
	warnings config.Problems
	// unread: an image could not be read.
	unread []finding.Finding
}

// trial is one object before the rules of one rulebook.
type trial struct {
	book   *Rulebook
	object *manifest.Object
	images *held
	// grace is how long the images in hand may still be asked for files once the time is up.
	grace time.Duration
	known map[LevelVersion]*outcome
}

// at judges the object by one level, once; it says once, too, what could not be judged.
func (t *trial) at(ctx context.Context, lv LevelVersion) (*outcome, error) {
	if lv.Level == Off {
		return &outcome{level: lv}, nil
	}
	if o, ok := t.known[lv]; ok {
		return o, nil
	}
	o, err := t.judge(ctx, lv)
	t.known[lv] = o
	return o, err
}

// judge asks the engine of the level. Of a pinned version only the controls are taken: what the kubelet and the runtime do
// depends on the release that runs, and not on the one that is compared with.
func (t *trial) judge(ctx context.Context, lv LevelVersion) (*outcome, error) {
	out := &outcome{level: lv}
	pinned, world := min(t.book.minorOf(lv), check.NewestKnown), min(t.book.minor, check.NewestKnown)
	if pinned == world {
		return out, t.add(ctx, out, pinned, func(bool) bool { return true })
	}
	return out, errors.Join(
		t.add(ctx, out, pinned, func(control bool) bool { return control }),
		t.add(ctx, out, world, func(control bool) bool { return !control }),
	)
}

// add adds to an outcome what the engine for one release says, as far as take wants it.
func (t *trial) add(ctx context.Context, out *outcome, minor int, take func(control bool) bool) error {
	profile := check.Profile(out.level.Level)
	engine, err := t.book.engines.of(ctx, profile, minor)
	if err != nil {
		return err
	}
	verdict, err := t.ask(ctx, engine.Engine)
	rules := engine.rules
	for _, f := range verdict.Findings {
		if take(len(rules[f.Rule].PSS) > 0) {
			out.take(t.book, f, rules[f.Rule], profile, minor)
		}
	}
	for _, e := range verdict.Excepted {
		if take(len(rules[e.Finding.Rule].PSS) > 0) {
			out.excepted = append(out.excepted, e)
		}
	}
	for _, n := range verdict.NotJudged {
		if n.Reason != check.Unasked && take(len(rules[n.Rule].PSS) > 0) {
			out.notJudged = append(out.notJudged, n)
		}
	}
	out.warnings = verdict.Warnings
	return err
}

// take says what a finding counts for.
func (o *outcome) take(book *Rulebook, f finding.Finding, r *finding.Rule, p check.Profile, minor int) {
	c := charge{Finding: f}
	control, is := p.Control(r, minor)
	switch {
	case is:
		c.reason, c.denies = control.Reason, true
	case f.Rule == ruleImageUnresolved:
		o.unread = append(o.unread, f)
		c.Remediation = "let the webhook read it, or set webhook.images.unreadable in its configuration"
		if book.Images.Unreadable == config.Allow {
			return
		}
		c.denies = book.Images.Unreadable == config.Deny
	case strings.HasPrefix(f.Rule, "runtime/"), p == check.Hardened:
		c.denies = f.Severity >= book.DenyAt
	}
	o.charges = append(o.charges, c)
}

// ask judges with the images as far as they come in time: when it is up, with those that are in hand, and if their files
// are not, with none.
func (t *trial) ask(ctx context.Context, e *check.Engine) (check.Verdict, error) {
	v, err := e.Object(ctx, t.object, t.images, t.book.agreed())
	if ctx.Err() == nil {
		return v, err
	}
	t.images.close(false)
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), t.grace)
	defer cancel()
	if v, err = e.Object(grace, t.object, t.images, t.book.agreed()); grace.Err() == nil {
		return v, err
	}
	t.images.close(true)
	return e.Object(context.WithoutCancel(ctx), t.object, t.images, t.book.agreed())
}

// split are the charges that deny and those that do not, each from the gravest down.
func (o *outcome) split() (deny, warn []charge) {
	for _, c := range o.charges {
		if c.denies {
			deny = append(deny, c)
		} else {
			warn = append(warn, c)
		}
	}
	return gravestFirst(deny), gravestFirst(warn)
}

func gravestFirst(cs []charge) []charge {
	slices.SortStableFunc(cs, func(a, b charge) int { return int(b.Severity) - int(a.Severity) })
	return cs
}
