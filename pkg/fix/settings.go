package fix

import (
	"context"
	"path"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/fix/yamledit"
)

func one(c yamledit.Change, words, unverified string) proposal {
	return propose(candidate{changes: []yamledit.Change{c}, words: words, unverified: unverified})
}

func notPrivileged(_ context.Context, t *target) (proposal, error) {
	return one(inContainer(t.containerOf(), "privileged", false), "set privileged: false",
		"that the program needs no device and no power over the node"), nil
}

func ownNamespaces(_ context.Context, t *target) (proposal, error) {
	return one(set(t.finding.Path, false), "set "+path.Base(t.finding.Path)+": false",
		"that the program needs nothing of the node's namespaces"), nil
}

// noEscalation: a setuid program of the image loses its power.
func noEscalation(_ context.Context, t *target) (proposal, error) {
	unverified := ""
	if why := t.unread(); why != "" {
		unverified = "that the program starts no setuid program, such as sudo: " + why
	}
	return one(inContainer(t.containerOf(), "allowPrivilegeEscalation", false), "set allowPrivilegeEscalation: false", unverified), nil
}

const profile = "seccompProfile: {type: RuntimeDefault}"

func seccomp(_ context.Context, t *target) (proposal, error) {
	const unverified = "that the program makes no system call that the runtime's profile refuses"
	out := one(t.inPod("seccompProfile/type", "RuntimeDefault"), "set "+profile+" in the pod's securityContext", unverified)
	if t.podOf().SettingsPath == "" && t.container >= 0 {
		out.candidates = append(out.candidates, candidate{
			changes: []yamledit.Change{inContainer(t.containerOf(), "seccompProfile/type", "RuntimeDefault")},
			words:   "set " + profile + " in the container's securityContext", unverified: unverified,
		})
	}
	return out, nil
}

// seccompAtPath and appArmor mend a profile where it is written: in a field, or in an annotation of old.
func seccompAtPath(_ context.Context, t *target) (proposal, error) {
	if strings.Contains(t.finding.Path, "/annotations/") {
		return one(set(t.finding.Path, "runtime/default"), "ask for the runtime's seccomp profile", ""), nil
	}
	return one(set(t.finding.Path, "RuntimeDefault"), "set "+profile,
		"that the program makes no system call that the runtime's profile refuses"), nil
}

func appArmor(_ context.Context, t *target) (proposal, error) {
	value := "RuntimeDefault"
	if strings.Contains(t.finding.Path, "/annotations/") {
		value = "runtime/default"
	}
	return one(set(t.finding.Path, value), "ask for the runtime's AppArmor profile",
		"that the program does nothing that the runtime's profile refuses"), nil
}

// seLinux removes what leads out of the confinement of containers.
func seLinux(_ context.Context, t *target) (proposal, error) {
	return one(yamledit.Change{Op: yamledit.Remove, Path: t.finding.Path}, "remove seLinuxOptions."+path.Base(t.finding.Path),
		"that the program reaches its files with the type of containers"), nil
}

func procMount(_ context.Context, t *target) (proposal, error) {
	return one(set(t.finding.Path, "Default"), "set procMount: Default", "that the program needs nothing of what /proc hides"), nil
}

// strictGroups: without an image that adds groups, nothing changes.
func strictGroups(_ context.Context, t *target) (proposal, error) {
	for j := range t.podOf().Containers {
		for _, r := range t.verdicts[t.pod][j] {
			for _, g := range r.Identity.Groups {
				if g.Path == "" {
					return leave("which of the groups that the image adds are meant is not known; write them as supplementalGroups"), nil
				}
			}
		}
	}
	unverified := ""
	if why := t.podUnread(); why != "" {
		unverified = "that the program needs no group that the image adds: " + why
	}
	return one(t.inPod("supplementalGroupsPolicy", "Strict"), "set supplementalGroupsPolicy: Strict", unverified), nil
}

func noToken(_ context.Context, t *target) (proposal, error) {
	return one(t.ofPod("automountServiceAccountToken", false), "set automountServiceAccountToken: false",
		"that no binding elsewhere gives the account a right that the program uses"), nil
}

// fsGroup gives volumes to the group that the container runs with.
func fsGroup(_ context.Context, t *target) (proposal, error) {
	var gid int64
	for _, r := range t.results() {
		g := r.Identity.GID
		if !g.Known() || g.Value == 0 || gid != 0 && g.Value != gid {
			return leave("which group is to own the volume is not known"), nil
		}
		gid = g.Value
	}
	return one(t.inPod("fsGroup", gid), "set fsGroup to the group that the container runs with", ""), nil
}
