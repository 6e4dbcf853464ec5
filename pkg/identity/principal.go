package identity

import (
	"context"
	"fmt"
	"slices"
)

// principal is the user that a runtime sets for the first process.
type principal struct {
	uid, gid Fact[int64]
	// fromImage are the supplementary groups that the image's group file adds, with their names.
	fromImage []Group
	// groupsUnknown is why fromImage may be incomplete.
	groupsUnknown string
	// generated: CRI-O adds a passwd entry with this home, as the image has none.
	generated *string
	halt      *halt
}

// unknownPrincipal knows nothing, for a reason.
func unknownPrincipal(why string) principal {
	return principal{
		uid: unknown[int64](why), gid: unknown[int64](why), groupsUnknown: why,
		halt: unsure("as whom it runs is not known: " + why),
	}
}

// broken is a principal that the runtime cannot make, in its words.
func broken(reason Reason, words string) principal {
	p := unknownPrincipal(words)
	p.halt = fail(StageCreate, reason, words)
	return p
}

// wanted is what the kubelet asks the runtime for (determineEffectiveSecurityContext of
// pkg/kubelet/kuberuntime/security_context.go): runAsUser, else the image's user without its group half.
type wanted struct {
	uid  int64
	name string // "" where uid counts
	from Origin
	gid  Setting[int64]
}

func (j *judgement) wanted() Fact[wanted] {
	s := &j.security
	if s.RunAsUser.Set {
		from := FromContainerUser
		if s.RunAsUser.Level == PodLevel {
			from = FromPodUser
		}
		return Fact[wanted]{Value: wanted{uid: s.RunAsUser.Value, from: from, gid: s.RunAsGroup}}
	}
	if !j.user.Known() {
		return unknown[wanted](j.user.Unknown)
	}
	from := FromImageUser
	if j.ev.img.Config.User == "" {
		from = FromDefault
	}
	return Fact[wanted]{Value: wanted{uid: j.user.Value.uid, name: j.user.Value.name, from: from, gid: s.RunAsGroup}}
}

// principal resolves the user as the chosen runtime does.
func (j *judgement) principal(ctx context.Context) (principal, error) {
	w := j.wanted()
	if !w.Known() {
		p := unknownPrincipal(w.Unknown)
		if j.security.RunAsGroup.Set {
			p.gid = groupFact(j.security.RunAsGroup)
		}
		return p, nil
	}
	if j.runtime == CRIO {
		return j.crioUser(ctx, w.Value, true)
	}
	return j.containerdUser(ctx, w.Value)
}

func groupFact(s Setting[int64]) Fact[int64] {
	from := FromContainerGroup
	if s.Level == PodLevel {
		from = FromPodGroup
	}
	return Fact[int64]{Value: s.Value, From: from, Path: s.From}
}

func (j *judgement) uidFact(w wanted, uid int64) Fact[int64] {
	f := Fact[int64]{Value: uid, From: w.from}
	if j.security.RunAsUser.Set {
		f.Path = j.security.RunAsUser.From
	}
	return f
}

// strict: supplementalGroupsPolicy Strict keeps the image's groups out. The field is there since Kubernetes 1.31 and on by
// default since 1.33; the API server drops it before.
func (j *judgement) strict() bool {
	s := j.security.SupplementalGroupsPolicy
	return s.Set && s.Value == "Strict" && (j.minor == 0 || j.minor >= 33)
}

// supplementary joins the image's groups with the manifest's, without the primary one, ascending.
func (j *judgement) supplementary(p *principal) []Group {
	s := &j.security
	var all []Group
	if s.FSGroup.Set {
		all = append(all, Group{GID: s.FSGroup.Value, From: FromFSGroup, Path: s.FSGroup.From})
	}
	for i, gid := range s.SupplementalGroups.Value {
		all = append(all, Group{GID: gid, From: FromSupplemental, Path: index(s.SupplementalGroups.From, i)})
	}
	all = append(all, p.fromImage...)
	out := []Group{}
	for _, g := range all {
		primary := p.gid.Known() && p.gid.Value == g.GID
		if !primary && !slices.ContainsFunc(out, func(o Group) bool { return o.GID == g.GID }) {
			out = append(out, g)
		}
	}
	slices.SortStableFunc(out, func(a, b Group) int { return int(a.GID - b.GID) })
	return out
}

// unmapped says how runc fails for an id that no process can have: -1, and in a user namespace of its own one beyond the
// 65536 that the kubelet maps (finalizeNamespace and setupUser of runc's libcontainer/init_linux.go).
func (j *judgement) unmapped(p *principal, groups []Group) *halt {
	const start = "unable to setup user: "
	bad := func(id int64) bool { return id == maxID || !j.hostUsers() && id > 65535 }
	if p.gid.Known() && bad(p.gid.Value) || slices.ContainsFunc(groups, func(g Group) bool { return bad(g.GID) }) {
		return fail(StageStart, UserOutOfRange, start+"setgroups: invalid argument")
	}
	if p.uid.Known() && bad(p.uid.Value) {
		return fail(StageStart, UserOutOfRange,
			start+fmt.Sprintf("cannot setuid to unmapped uid %d in user namespace", p.uid.Value))
	}
	return nil
}

// maxID is (uid_t)-1, which setuid(2) does not take.
const maxID = 1<<32 - 1
