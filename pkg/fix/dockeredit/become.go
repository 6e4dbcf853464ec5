package dockeredit

import (
	"context"
	"fmt"
	"regexp"
)

// become are the ways to let the image run as an account that it has: where its USER stands, if no step behind that would
// suddenly run as somebody else, else behind all steps.
func (s *state) become(a account, why string) []candidate {
	var out []candidate
	say := func(where string) string { return fmt.Sprintf("USER %s%s%s", a.spec(), where, why) }
	if user, last := s.deciding(); user != nil && last {
		out = append(out, candidate{say(" in place of " + user.Original), []change{s.value(user, a.spec())}})
	}
	before, like := s.place()
	return append(out, candidate{say(" behind the last step"), []change{
		s.insert(before, []string{s.keyword("USER", like) + " " + a.spec()}),
	}})
}

// becomeNew are the ways to add an account to the image and let it run as that.
func (s *state) becomeNew(ctx context.Context, a account) ([]candidate, string, error) {
	var out []candidate
	before, like := s.place()
	lines, _, why, err := s.create(ctx, a, like)
	if err != nil || why != "" {
		return nil, why, err
	}
	say := fmt.Sprintf("USER %s, with a passwd entry for %s", a.spec(), a.name)
	if user, last := s.deciding(); user != nil && last {
		made, _, _, err := s.create(ctx, a, user.Location.Line)
		if err != nil {
			return nil, "", err
		}
		out = append(out, candidate{say, []change{
			s.insert(s.above(user.Location.Line), made), s.value(user, a.spec()),
		}})
	}
	lines = append(lines, s.keyword("USER", like)+" "+a.spec())
	return append(out, candidate{say, []change{s.insert(before, lines)}}), "", nil
}

// add are the ways to give a user that USER names its passwd entry, before USER or, where it is not in the file, at the end.
func (s *state) add(ctx context.Context, a account) ([]candidate, string, error) {
	at, like := s.place()
	user, _ := s.deciding()
	if user != nil {
		at, like = s.above(user.Location.Line), user.Location.Line
	}
	lines, needsRoot, why, err := s.create(ctx, a, like)
	if err != nil || why != "" {
		return nil, why, err
	}
	asRoot := append([]string{s.keyword("USER", like) + " root"}, lines...)
	if user == nil {
		back := s.keyword("USER", like) + " " + s.p.User.Value
		lines, asRoot = append(lines, back), append(asRoot, back)
	}
	say := fmt.Sprintf("a passwd entry for %s", a.spec())
	out := []candidate{{say, []change{s.insert(at, lines)}}}
	if needsRoot {
		out = append(out, candidate{say, []change{s.insert(at, asRoot)}})
	}
	return out, "", nil
}

// value replaces what stands behind USER.
func (s *state) value(user *instruction, text string) change {
	start, end := s.argument(user)
	if start == end || s.raw[start-1] != ' ' && s.raw[start-1] != '\t' {
		text = " " + text
	}
	return change{start, end, text}
}

// arbitrary are the words of RUN lines by which an image serves any uid of group 0, as OpenShift wants it.
var arbitrary = regexp.MustCompile(`\bg=u\b|\bg\+rw|\b(chgrp\s+(-\S+\s+)*|:)0\b`)
