package identity

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// sysResource was missing on the recording machine.
var sysResource = capOf("SYS_RESOURCE")

// childRuns are cases in which what was observed is a child of the first process: a set-id helper, or a program with file
// capabilities, that a shell runs.
var childRuns = map[string]bool{"power-0159": true, "power-0203": true, "start-0349": true}

// process compares what the process itself saw.
func (c *comparison) process() {
	c.Helper()
	c.ids()
	if !childRuns[c.id] {
		c.groups(withPrimary(c.want.Groups, c.got.Identity.GID.Value))
	}
	c.equal("HOME", c.got.Identity.Home.Value, *c.want.Home)
	c.equal("no_new_privs", c.got.Power.NoNewPrivileges, *c.want.NoNewPrivs == 1)
	c.capabilities()
	c.writes()
}

func withPrimary(groups []int64, gid int64) []int64 {
	if slices.Contains(groups, gid) {
		return groups
	}
	return append(slices.Clone(groups), gid)
}

// ids: a set-id program may take on any of its ids, and busybox gives a lone effective uid back.
func (c *comparison) ids() {
	c.Helper()
	if childRuns[c.id] {
		return
	}
	for _, uid := range c.want.UIDs {
		if uid != c.got.Identity.UID.Value && uid != c.got.Identity.EffectiveUID.Value {
			c.Errorf("uids %v, judged %d and %d", c.want.UIDs, c.got.Identity.UID.Value, c.got.Identity.EffectiveUID.Value)
		}
	}
	for _, gid := range c.want.GIDs {
		if gid != c.got.Identity.GID.Value && gid != c.got.Identity.EffectiveGID.Value {
			c.Errorf("gids %v, judged %d and %d", c.want.GIDs, c.got.Identity.GID.Value, c.got.Identity.EffectiveGID.Value)
		}
	}
}

// setID tells whether execve changed the ids; the program may then have dropped what it was given.
func (c *comparison) setID() bool {
	i := &c.got.Identity
	return i.EffectiveUID.Value != i.UID.Value || i.EffectiveGID.Value != i.GID.Value
}

func (c *comparison) capabilities() {
	c.Helper()
	p := c.got.Power.Capabilities
	for _, s := range []struct {
		what string
		got  Fact[[]string]
		want string
	}{{"bounding", p.Bounding, c.want.CapBnd}, {"permitted", p.Permitted, c.want.CapPrm}, {"effective", p.Effective, c.want.CapEff}} {
		if !s.got.Known() {
			c.Errorf("%s capabilities are not known: %s", s.what, s.got.Unknown)
			continue
		}
		got, want := capsOf(s.got.Value...)&^sysResource, mask(c.T, s.want)&^sysResource
		if s.what != "bounding" && (childRuns[c.id] || c.setID() && got&want == want) {
			continue
		}
		if got != want {
			c.Errorf("%s capabilities %v, observed %v", s.what, got.names(), want.names())
		}
	}
}

// stats compares mode and owner of directories as the process saw them; a busy kernel directory and HOME= are left out.
func (c *comparison) stats(j *judgement) {
	c.Helper()
	for p, want := range c.want.Stats {
		switch p {
		case "$HOME":
			p = c.got.Identity.Home.Value
		case ".":
			p = j.done.cwd.Value
		}
		if !strings.HasPrefix(p, "/") || want == "" {
			continue
		}
		w, err := lstat(c.Context(), j.view, superuser(), p)
		if err != nil {
			c.Fatal(err)
		}
		if !w.ok() {
			c.Errorf("stat %s: %+v, observed %s", p, w, want)
			continue
		}
		if got := fmt.Sprintf("%o %d:%d", w.entry.Mode, w.entry.UID, w.entry.GID); got != want {
			c.Errorf("stat %s: %s, observed %s", p, got, want)
		}
	}
}

// errnoNames are the names that the recorder used.
var errnoNames = map[errno]string{
	"": "ok", eaccess: "EACCES", erofs: "EROFS", enoent: "ENOENT", enotdir: "ENOTDIR", eperm: "EPERM",
}

// writes compares where the process could create files, with the machinery that finds likely writes.
func (c *comparison) writes() {
	c.Helper()
	if c.setID() || childRuns[c.id] {
		return // as whom the program wrote is its own affair
	}
	j := newJudgement(c.req, Options{Evidence: finding.EvidenceEntrypoint})
	if _, err := j.linux(c.Context()); err != nil {
		c.Fatal(err)
	}
	c.stats(j)
	w := j.writerOf(j.done)
	for p, want := range c.want.Writes {
		dir := p
		if p == "$HOME" {
			// With an empty HOME the recorder wrote to /.oracle.
			dir = c.got.Identity.Home.Value + "/"
		}
		got, why, err := w.create(c.Context(), j.done.cwd.Value, dir)
		if err != nil {
			c.Fatal(err)
		}
		if why != "" {
			c.Errorf("writing to %s is not known: %s", p, why)
		} else if errnoNames[got] != want && !strings.Contains(want, " ") {
			// (The recorder cut a path with a blank in two.)
			c.Errorf("writing to %s: %s, observed %s", p, errnoNames[got], want)
		}
	}
}
