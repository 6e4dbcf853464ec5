package dockeredit

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
)

type instruction = dockerfile.Instruction

// way is how findings of one rule are resolved: candidates in the order of preference, or why there is none.
type way func(e *editor, ctx context.Context, s *state, f finding.Finding) ([]candidate, string, error)

var ways = map[string]way{
	"image/user-root":                          (*editor).notRoot,
	"image/user-invalid":                       (*editor).resolvable,
	"image/user-non-numeric":                   (*editor).asNumber,
	"image/user-non-canonical":                 (*editor).spelling,
	"image/user-no-passwd-entry":               (*editor).entry,
	"image/group-ignored":                      (*editor).group,
	"image/group-root":                         because("whether its files need the root group cannot be told"),
	"image/uid-below-minimum":                  because("which files belong to its uid cannot be told, and they would have to follow"),
	"image/user-unknown":                       because("as whom it runs is not known: give its base image with --image REF=SOURCE, or write USER"),
	"image/setuid-files":                       because("whether programs need the bits cannot be told"),
	"dockerfile/setuid-added":                  because("whether the program needs the bits cannot be told"),
	"dockerfile/user-reset":                    (*editor).former,
	"dockerfile/user-trailing-text":            (*editor).trailing,
	"dockerfile/user-undefined-variable":       (*editor).undefined,
	"dockerfile/copy-owned-by-root-unreadable": (*editor).executable,
}

func because(why string) way {
	return func(*editor, context.Context, *state, finding.Finding) ([]candidate, string, error) {
		return nil, why, nil
	}
}

// candidates are the ways to resolve a finding, or why there is none.
func (e *editor) candidates(ctx context.Context, s *state, f finding.Finding) ([]candidate, string, error) {
	if s.p.Image.Platform.OS == "windows" {
		return nil, "users of Windows images are not edited", nil
	}
	if s.p.Stages[s.p.Chain[len(s.p.Chain)-1]].Replaced {
		return nil, "a build context stands in for its last stage", nil
	}
	w, ok := ways[f.Rule]
	if !ok {
		return nil, "no edit is known for this rule", nil
	}
	return w(e, ctx, s, f)
}

// notRoot lets the image run as a user that it has and that was meant, or as a new one.
func (e *editor) notRoot(ctx context.Context, s *state, _ finding.Finding) ([]candidate, string, error) {
	if a, ok := s.existing(e.options.MinimumUID); ok {
		return s.become(a, ", the user "+a.name+" of the image"), "", nil
	}
	if a, ok := s.conventional(e.options.MinimumUID); ok {
		return s.become(a, ", the user "+a.name+" of the base image"), "", nil
	}
	return s.becomeNew(ctx, s.fresh("", 0, -1, e.options.MinimumUID))
}

// resolvable makes the user that USER names and that nobody made, or one in the place of a number out of range.
func (e *editor) resolvable(ctx context.Context, s *state, f finding.Finding) ([]candidate, string, error) {
	name, _, _ := strings.Cut(s.p.User.Value, ":")
	if _, numeric := number(name); numeric || !accountName.MatchString(name) {
		return e.notRoot(ctx, s, f)
	}
	if !s.accounts.complete() {
		return nil, "which users the image has is not known", nil
	}
	return s.becomeNew(ctx, s.fresh(name, 0, -1, e.options.MinimumUID))
}

// former writes once more the user that a later USER undid.
func (e *editor) former(ctx context.Context, s *state, f finding.Finding) ([]candidate, string, error) {
	b := s.p.User.Former
	if b == nil {
		return e.notRoot(ctx, s, f)
	}
	a, err := e.resolved(ctx, s, b.Value)
	if err != nil {
		return nil, "", err
	}
	if a == nil {
		return nil, fmt.Sprintf("the number of the former user %s is not known", b.Value), nil
	}
	return s.become(*a, ", the user of before"), "", nil
}

// asNumber writes the number of the user that USER names.
func (e *editor) asNumber(ctx context.Context, s *state, _ finding.Finding) ([]candidate, string, error) {
	a, err := e.resolved(ctx, s, s.p.User.Value)
	if err != nil {
		return nil, "", err
	}
	if a == nil {
		return nil, fmt.Sprintf("the number of the user %s is not known", s.p.User.Value), nil
	}
	why := ", the number of " + s.p.User.Value
	if user, _ := s.deciding(); user != nil {
		return []candidate{{"USER " + a.spec() + why, []change{s.value(user, a.spec())}}}, "", nil
	}
	return s.become(*a, why), "", nil
}

// resolved is the account that a USER comes to; nil where that is not known or is root.
func (e *editor) resolved(ctx context.Context, s *state, user string) (*account, error) {
	img := *s.p.Image
	img.Config.User = user
	u, err := identity.JudgeImageUser(ctx, &img, identity.Options{
		Runtime: identity.Containerd, Evidence: finding.EvidenceUsers,
	})
	if err != nil {
		return nil, fmt.Errorf("resolve USER %s: %w", user, err)
	}
	uid, gid, ok := strings.Cut(u.Suggestion, ":")
	if !ok || !u.UID.Known() {
		return nil, nil //nolint:nilnil // Not known is no error, and there is no account.
	}
	a := account{name: u.Name, uid: u.UID.Value}
	if a.gid, err = strconv.ParseInt(gid, 10, 64); err != nil {
		return nil, fmt.Errorf("resolve USER %s to %s:%s: %w", user, uid, gid, err)
	}
	if found, ok := s.accounts.users.ByID(int(a.uid)); ok {
		a.alone = !u.HasGroup && len(s.accounts.groups.Of(found.Name)) > 0
	}
	return &a, nil
}
