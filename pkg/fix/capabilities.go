package fix

import (
	"context"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/fix/yamledit"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

const (
	dropPath = "capabilities/drop"
	addPath  = "capabilities/add"
)

// dropAll drops all capabilities, and adds back those that a file capability of the program uses; of those that stand under
// add, nothing is taken.
func dropAll(_ context.Context, t *target) (proposal, error) {
	c := t.containerOf()
	drop := candidate{changes: []yamledit.Change{dropsAll(c)}, words: "drop ALL capabilities"}
	if why := t.unread(); why != "" {
		drop.unverified = "that no program of the image uses a capability: " + why
		return propose(drop), nil
	}
	if t.runsAsRoot() {
		drop.unverified = "that the program, which runs as root, uses none of root's capabilities"
	}
	var out proposal
	if kept := t.usedByFile(); len(kept) > 0 {
		with := addBack(drop, c, kept)
		with.unverified = ""
		out.candidates = append(out.candidates, with)
	}
	if t.runsAsRoot() && t.bindsLowPort(drop.changes) {
		out.candidates = append(out.candidates, addBack(drop, c, []string{"NET_BIND_SERVICE"}))
	}
	out.candidates = append(out.candidates, drop)
	return out, nil
}

// dropsAll writes ALL as Pod Security wants it: other spellings work for the runtime only.
func dropsAll(c *manifest.Container) yamledit.Change {
	for i, name := range capabilitiesOf(c).Drop {
		if isAll(name) {
			return inContainer(c, dropPath+"/"+strconv.Itoa(i), "ALL")
		}
	}
	return yamledit.Change{Op: yamledit.Append, Path: c.Path + "/securityContext/" + dropPath, Value: "ALL"}
}

func addBack(d candidate, c *manifest.Container, names []string) candidate {
	d.changes = slices.Clone(d.changes)
	for _, n := range names {
		if !slices.Contains(capabilitiesOf(c).Add, corev1.Capability(n)) {
			d.changes = append(d.changes, yamledit.Change{
				Op: yamledit.Append, Path: c.Path + "/securityContext/" + addPath, Value: n,
			})
		}
	}
	d.words += ", and add back " + strings.Join(names, ", ")
	return d
}

func capabilitiesOf(c *manifest.Container) corev1.Capabilities {
	if c.SecurityContext == nil || c.SecurityContext.Capabilities == nil {
		return corev1.Capabilities{}
	}
	return *c.SecurityContext.Capabilities
}

// runsAsRoot: on some platform the program is uid 0's, or nobody knows whose.
func (t *target) runsAsRoot() bool {
	return slices.ContainsFunc(t.results(), func(r identity.Result) bool {
		return !r.Identity.UID.Known() || r.Identity.UID.Value == 0
	})
}

// usedByFile are the capabilities that the program of a user who is not root holds: it has them from its file.
func (t *target) usedByFile() []string {
	var out []string
	for _, r := range t.results() {
		if !r.Identity.UID.Known() || r.Identity.UID.Value == 0 || !r.Power.Capabilities.Permitted.Known() {
			continue
		}
		for _, n := range r.Power.Capabilities.Permitted.Value {
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	slices.Sort(out)
	return out
}

// bindsLowPort tells whether a declared port can no longer be bound after changes.
func (t *target) bindsLowPort(changes []yamledit.Change) bool {
	next, err := t.with(context.Background(), changes)
	if err != nil {
		return false
	}
	for k, r := range next.verdicts[t.pod][t.container] {
		if len(r.Start.UnboundPorts) > len(t.results()[k].Start.UnboundPorts) {
			return true
		}
	}
	return false
}

// fileCapabilities gives the container what the program's file asks for: its name goes from drop, or stands beside ALL in
// add.
func fileCapabilities(ctx context.Context, t *target) (proposal, error) {
	c := t.containerOf()
	open := yamledit.Change{Op: yamledit.Remove, Path: c.Path + "/securityContext/" + dropPath}
	next, err := t.with(ctx, []yamledit.Change{open})
	if err != nil {
		return leave("which capability the program's file has is not known"), nil //nolint:nilerr // it is left, and said
	}
	of := target{Workload: next, finding: t.finding, pod: t.pod, container: t.container}
	used := of.usedByFile()
	if len(used) == 0 {
		return leave("the program's file has a capability that no runtime gives unasked"), nil
	}
	if slices.ContainsFunc(capabilitiesOf(c).Drop, isAll) {
		return propose(addBack(candidate{words: "keep drop ALL"}, c, used)), nil
	}
	out := candidate{words: "do not drop " + strings.Join(used, ", ")}
	for i, n := range capabilitiesOf(c).Drop {
		if slices.Contains(used, strings.ToUpper(string(n))) {
			at := open.Path + "/" + strconv.Itoa(i)
			out.changes = append(out.changes, yamledit.Change{Op: yamledit.Remove, Path: at})
		}
	}
	if len(out.changes) == len(capabilitiesOf(c).Drop) {
		out.changes = []yamledit.Change{open}
	}
	return propose(out), nil
}

func isAll(name corev1.Capability) bool { return strings.EqualFold(string(name), "ALL") }

// withoutEffect takes a name away that the runtime ignores or that nothing in the container can use. One in drop with a
// prefix is written as it was meant: dropping takes nothing from a program that did not have it.
func withoutEffect(_ context.Context, t *target) (proposal, error) {
	c := t.containerOf()
	at := t.finding.Path
	name, _ := jsonpointer.At(t.object.Value(), at).(string)
	if bare, ok := strings.CutPrefix(strings.ToUpper(name), "CAP_"); ok && jsonpointer.Within(at, c.Path+"/securityContext/"+dropPath) {
		return propose(candidate{changes: []yamledit.Change{set(at, bare)}, words: "drop " + bare}), nil
	}
	return propose(t.withoutNames(c, []string{at}, "remove "+name+", which has no effect")), nil
}

// addedInVain takes added capabilities away that nothing in the container can use.
func addedInVain(_ context.Context, t *target) (proposal, error) {
	if why := t.unread(); why != "" {
		return leave("whether the program uses the capability is not known: " + why), nil
	}
	if t.runsAsRoot() {
		return leave("the program runs as root, and may use the capability"), nil
	}
	c := t.containerOf()
	var paths, names []string
	for i, n := range capabilitiesOf(c).Add {
		at := c.Path + "/securityContext/" + addPath + "/" + strconv.Itoa(i)
		switch {
		case t.inVain(at):
			paths, names = append(paths, at), append(names, string(n))
		case n != "NET_BIND_SERVICE":
			return leave("the program's file uses " + string(n)), nil
		}
	}
	if len(paths) == 0 {
		return leave("the program may use the capability"), nil
	}
	return propose(t.withoutNames(c, paths, "remove "+strings.Join(names, ", ")+", which nothing in the container can use")), nil
}

// inVain tells whether an element of add has no effect on any platform.
func (t *target) inVain(at string) bool {
	for _, r := range t.results() {
		if !slices.ContainsFunc(slices.Concat(r.Power.WithoutEffect, r.Power.Ignored), func(n identity.CapabilityName) bool {
			return n.Path == at
		}) {
			return false
		}
	}
	return true
}

// withoutNames removes elements of a list of capabilities; all of them, and the list goes.
func (t *target) withoutNames(c *manifest.Container, paths []string, words string) candidate {
	out := candidate{words: words}
	all := c.Path + "/securityContext/" + addPath
	if len(paths) == len(capabilitiesOf(c).Add) && jsonpointer.Within(paths[0], all) {
		paths = []string{all}
	}
	for _, p := range paths {
		out.changes = append(out.changes, yamledit.Change{Op: yamledit.Remove, Path: p})
	}
	return out
}
