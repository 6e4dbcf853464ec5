package dockeredit

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// accountName is a name that useradd and adduser both take.
var accountName = regexp.MustCompile(`^[a-z_][a-z0-9_-]{0,31}$`)

// number reads a number as the kubelet does.
func number(s string) (n int64, ok bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// spelling writes a number in its one spelling, and leaves the group as it is.
func (e *editor) spelling(_ context.Context, s *state, _ finding.Finding) ([]candidate, string, error) {
	name, group, hasGroup := strings.Cut(s.p.User.Value, ":")
	uid, numeric := number(name)
	user, _ := s.deciding()
	if !numeric || user == nil {
		return nil, "the base image sets USER", nil
	}
	text := strconv.FormatInt(uid, 10)
	if hasGroup {
		text += ":" + group
	}
	return []candidate{{"USER " + text, []change{s.value(user, text)}}}, "", nil
}

// entry adds the passwd entry that USER has not. Its group is the one that USER names; else one of its own, unless the
// files are made for any uid of the root group.
func (e *editor) entry(ctx context.Context, s *state, _ finding.Finding) ([]candidate, string, error) {
	name, group, hasGroup := strings.Cut(s.p.User.Value, ":")
	uid, numeric := number(name)
	if !numeric {
		return nil, "USER is not a number", nil
	}
	gid := int64(-1)
	switch {
	case hasGroup && group != "":
		if g, ok := s.accounts.groups.ByName(group); ok {
			gid = int64(g.Gid)
		} else if gid, numeric = number(group); !numeric {
			return nil, fmt.Sprintf("the number of the group %s is not known", group), nil
		}
	case arbitrary.MatchString(s.runs()):
		gid = 0
	}
	return s.add(ctx, s.fresh("", uid, gid, 0))
}

// group writes the group of the passwd entry where docker does not know the one in USER; else both are possible.
func (e *editor) group(_ context.Context, s *state, _ finding.Finding) ([]candidate, string, error) {
	name, group, _ := strings.Cut(s.p.User.Value, ":")
	user, _ := s.deciding()
	found, ok := s.user(name)
	_, numeric := number(group)
	_, known := s.accounts.groups.ByName(group)
	if user == nil || !ok || numeric || known {
		return nil, "which of the two groups is meant cannot be told", nil
	}
	text := fmt.Sprintf("%s:%d", name, found.gid)
	return []candidate{{"USER " + text, []change{s.value(user, text)}}}, "", nil
}

// user finds the half before the colon as runtimes do: a number is never a name.
func (s *state) user(name string) (account, bool) {
	u, ok := s.accounts.users.ByName(name)
	if uid, numeric := number(name); numeric {
		u, ok = s.accounts.users.ByID(int(uid))
	}
	return s.accounts.present(u), ok
}

// trailing moves a comment behind USER to a line of its own, and joins a group that blanks part from its user.
func (e *editor) trailing(_ context.Context, s *state, _ finding.Finding) ([]candidate, string, error) {
	t := s.p.User.Trailing
	user, _ := s.deciding()
	if t == nil || user == nil || user.Location.Line != user.Location.EndLine {
		return nil, "the text stands in an instruction of more than one line", nil
	}
	start, end := s.argument(user)
	argument := string(s.raw[start:end])
	at := strings.LastIndex(argument, t.Text)
	if at < 0 {
		return nil, "the text is not where it was expected", nil
	}
	word := strings.TrimRight(argument[:at], " \t")
	switch colon := blanksAroundColon.FindStringSubmatch(argument); {
	case strings.HasPrefix(t.Text, "#"):
		line := user.Location.Line
		return []candidate{{"the comment behind USER on a line of its own", []change{
			s.insert(line, []string{s.lead(line) + t.Text}), {start + len(word), end, ""},
		}}}, "", nil
	case colon != nil:
		text := colon[1] + ":" + colon[2]
		return []candidate{{"USER " + text, []change{{start, end, text}}}}, "", nil
	}
	return nil, fmt.Sprintf("what %q behind the user was meant to be cannot be told", t.Text), nil
}

var blanksAroundColon = regexp.MustCompile(`^(\S+?)[ \t]*:[ \t]*([^\s:#]+)$`)

// undefined declares a variable that stands before the first FROM and that the stage does not know; else it writes a number.
func (e *editor) undefined(ctx context.Context, s *state, f finding.Finding) ([]candidate, string, error) {
	var out []candidate
	user, _ := s.deciding()
	if names := s.undeclared(); user != nil && len(names) > 0 {
		line := user.Location.Line
		var lines []string
		for _, n := range names {
			lines = append(lines, s.keyword("ARG", line)+" "+n)
		}
		out = append(out, candidate{
			strings.Join(lines, ", ") + " in the stage that uses it", []change{s.insert(s.above(line), lines)},
		})
	}
	more, why, err := e.notRoot(ctx, s, f)
	return append(out, more...), why, err
}

// undeclared are the variables of USER that only ARG lines before the first FROM set; none where one is not set there.
func (s *state) undeclared() []string {
	first := s.p.Stages[0].Location.Line
	var out []string
	for _, u := range s.p.User.Undefined {
		declared := regexp.MustCompile(`(?i)^\s*ARG\s+(.*\s)?` + regexp.QuoteMeta(u.Name) + `=\S`)
		found := false
		for n := 1; n < first; n++ {
			found = found || declared.MatchString(s.line(n))
		}
		if !found {
			return nil
		}
		out = append(out, u.Name)
	}
	return out
}

var chmodFlag = regexp.MustCompile(`--chmod=\S*`)

// executable lets everybody read and execute what a COPY brings.
func (e *editor) executable(_ context.Context, s *state, f finding.Finding) ([]candidate, string, error) {
	line := f.Location.Line
	if s.frontendBefore(2) {
		return nil, "its # syntax line names a frontend without COPY --chmod: write docker/dockerfile:1", nil
	}
	const flag = "--chmod=0755"
	for n := line; n <= max(line, f.Location.EndLine); n++ {
		if at := chmodFlag.FindStringIndex(s.line(n)); at != nil {
			return []candidate{{flag, []change{{s.start(n) + at[0], s.start(n) + at[1], flag}}}}, "", nil
		}
	}
	word := keyword.FindString(s.line(line))
	if word == "" || !copies.MatchString(word) {
		return nil, "the COPY is not in this file", nil
	}
	at := s.start(line) + len(word)
	return []candidate{{flag, []change{{at, at, flag + " "}}}}, "", nil
}

var copies = regexp.MustCompile(`(?i)^\s*(COPY|ADD)[ \t]+$`)
