package report

import (
	"fmt"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/identity"
)

// details are the lines below a row: whose words stop the container, what is not known and why, and its power.
func details(who Who) []string {
	var d lines
	d.stops(who.Kubelet, who.Start)
	d.unknowns(who.Result)
	if !who.Windows {
		d.setID(who.Identity)
		if !who.Identity.HostUsers {
			d.add("", "hostUsers: false: root in the container is nobody on the node")
		}
		if who.Identity.Home.Known() {
			d.add("home: ", who.Identity.Home.Value)
		}
		d.power(who.Power)
	}
	d.add("assumes: ", strings.Join(who.Start.Assumes, ", "))
	return d
}

// setID says as whom the program continues where its set-id bits count.
func (d *lines) setID(i identity.Identity) {
	uid, gid := i.EffectiveUID, i.EffectiveGID
	if i.UID.Known() && uid.Known() && uid.Value != i.UID.Value {
		d.add("", fmt.Sprintf("effective uid %d: the program is setuid", uid.Value))
	}
	if i.GID.Known() && gid.Known() && gid.Value != i.GID.Value {
		d.add("", fmt.Sprintf("effective gid %d: the program is setgid", gid.Value))
	}
}

type lines []string

// add adds a line unless there is nothing to say.
func (d *lines) add(label, text string) {
	if text != "" {
		*d = append(*d, label+text)
	}
}

// stops says whose words stop the container, each once.
func (d *lines) stops(k identity.Kubelet, s identity.Start) {
	switch k.Verdict {
	case identity.Refuses:
		d.add("kubelet says: ", k.Message)
	case identity.Unreached:
		d.add("before the kubelet's check: ", k.Message)
	default: // there is nothing to say, or unknowns says it
	}
	if s.Verdict == identity.Fails && s.Message != k.Message {
		d.add("fails with "+string(s.Reason)+": ", s.Message)
	}
}

// unknowns says what is not known, all that share a reason in one line.
func (d *lines) unknowns(r identity.Result) {
	var reasons []string
	names := map[string][]string{}
	for _, u := range []struct{ name, reason string }{
		{"uid", r.Identity.UID.Unknown},
		{"gid", r.Identity.GID.Unknown},
		{"groups", r.Identity.GroupsUnknown},
		{"home", r.Identity.Home.Unknown},
		{"capabilities", r.Power.Capabilities.Effective.Unknown},
		{"likely writes", r.Power.LikelyWritesUnknown},
		{"kubelet", only(r.Kubelet.Verdict == identity.Unjudged, r.Kubelet.Message)},
		{"start", only(r.Start.Verdict == identity.StartUnknown, r.Start.Message)},
	} {
		if u.reason == "" {
			continue
		}
		if _, ok := names[u.reason]; !ok {
			reasons = append(reasons, u.reason)
		}
		names[u.reason] = append(names[u.reason], u.name)
	}
	for _, reason := range reasons {
		d.add(strings.Join(names[reason], ", ")+" unknown: ", reason)
	}
}

func only(holds bool, s string) string {
	if !holds {
		return ""
	}
	return s
}

func (d *lines) power(p identity.Power) {
	var parts []string
	if p.Privileged {
		parts = append(parts, "privileged")
	}
	parts = append(parts, capabilityWords(p.Capabilities.Effective))
	if p.NoNewPrivileges {
		parts = append(parts, "no_new_privs")
	}
	if p.Seccomp != "" {
		parts = append(parts, "seccomp "+p.Seccomp)
	}
	root := "writable root file system"
	if p.ReadOnlyRootFilesystem {
		root = "read-only root file system"
	}
	d.add("power: ", strings.Join(append(parts, root), ", "))
	var writable, denied []string
	for _, m := range p.Writable {
		writable = append(writable, m.String())
	}
	for _, w := range p.LikelyWrites {
		denied = append(denied, w.String())
	}
	d.add("writable: ", strings.Join(writable, ", "))
	d.add("setuid and setgid without effect: ", strings.Join(p.DefeatedSetuid, ", "))
	d.add("likely writes that will fail: ", strings.Join(denied, ", "))
}

// capabilityWords says which capabilities the program has once it runs; all of them are no list to read.
func capabilityWords(f identity.Fact[[]string]) string {
	const many = 20
	switch n := len(f.Value); {
	case !f.Known():
		return "capabilities unknown"
	case n == 0:
		return "no capabilities"
	case n > many:
		return fmt.Sprintf("%d capabilities", n)
	}
	return "capabilities " + strings.Join(f.Value, " ")
}
