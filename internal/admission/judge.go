package admission

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// judge asks each mode, and puts what it says where the mode wants it.
func (b *Rulebook) judge(ctx context.Context, a *answer, o *manifest.Object, modes Modes, enforce bool, t times) {
	renameVolumes(o)
	tr := &trial{
		book: b, object: o, images: b.imagesFor(o, lateWords(t.timeout, t.margin)), grace: t.margin / 4,
		known: map[LevelVersion]*outcome{},
	}
	var errs []error
	var enforced *outcome
	if enforce {
		var err error
		enforced, err = tr.at(ctx, modes.Enforce)
		errs = append(errs, err)
		a.enforce(tr, enforced)
	}
	audited, err := tr.at(ctx, modes.Audit)
	errs = append(errs, err)
	a.inform(audited)
	warned, err := tr.at(ctx, modes.Warn)
	errs = append(errs, err)
	a.remind(enforced, warned)
	a.onlyAudited(audited)
	for _, lv := range []LevelVersion{modes.Enforce, modes.Audit, modes.Warn} {
		if out := tr.known[lv]; out != nil {
			a.remarks(out)
		}
	}
	if !b.HonourAnnotations && !a.allowed && len(exceptionsOf(o)) > 0 {
		a.warnings.add("the exceptions in its annotations have no effect here: webhook.honour-annotations is not set")
	}
	if err := errors.Join(errs...); err != nil {
		b.faulty(a, enforce, err)
	}
}

// faulty answers where a rule could not be evaluated: what the others found stands, but their silence is no pass.
func (b *Rulebook) faulty(a *answer, enforce bool, err error) {
	a.fail(err)
	a.warnings.add("hullcheck could not judge all: " + err.Error())
	if enforce && a.allowed && b.OnPanic == config.Deny {
		a.allowed, a.status = false, failed("hullcheck could not judge this: "+clip(err.Error(), 1000))
	}
}

// enforce denies for what the enforced level says, and warns of the rest of it.
func (a *answer) enforce(t *trial, out *outcome) {
	a.note(auditPolicy, out.level.String())
	a.level = out.level
	deny, rest := out.split()
	if len(deny) > 0 {
		a.deny(t, out.level, deny)
	}
	a.warn(out.level, rest, false)
}

// inform puts what the audited level says into the audit log.
func (a *answer) inform(out *outcome) {
	if len(out.charges) > 0 {
		a.note(auditViolations, fmt.Sprintf("would violate hullcheck %q: %s; rules: %s",
			out.level, names(out.charges, (*charge).words), strings.Join(ids(out.charges), ", ")))
	}
}

// onlyAudited notes the rules of the audited level of which nobody else hears.
func (a *answer) onlyAudited(out *outcome) {
	a.audited = without(without(ids(out.charges), a.denied), a.warned)
	if len(a.audited) > 0 && a.verdict == Allowed {
		a.verdict, a.level = Audited, out.level
	}
}

// remind warns of what the level of warnings says beyond the enforced one.
func (a *answer) remind(enforced, out *outcome) {
	deny, rest := out.split()
	if enforced != nil {
		if enforced.level == out.level {
			return
		}
		said := func(c charge) bool {
			return slices.ContainsFunc(enforced.charges, func(e charge) bool { return finding.Compare(c.Finding, e.Finding) == 0 })
		}
		deny, rest = slices.DeleteFunc(deny, said), slices.DeleteFunc(rest, said)
	}
	a.warn(out.level, deny, true)
	a.warn(out.level, rest, false)
}

// remarks says what else there is to know: images that could not be read, exceptions, rules without evidence.
func (a *answer) remarks(out *outcome) {
	a.note(auditUnread, names(out.unread, func(f *finding.Finding) string { return f.Message }))
	a.note(auditExcepted, names(out.excepted, func(e *finding.Excepted) string { return e.Finding.Rule }))
	for _, p := range out.warnings {
		a.warnings.add(p.Message)
	}
	if len(out.notJudged) > 0 {
		a.warnings.add(fmt.Sprintf("not judged: %s: %s",
			names(out.notJudged, func(n *finding.NotJudged) string { return n.Rule }),
			names(out.notJudged, func(n *finding.NotJudged) string { return n.Reason })))
	}
}
