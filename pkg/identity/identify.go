package identity

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hullcheck/hullcheck/pkg/image/passwd"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// identity describes the principal.
func (j *judgement) identity(ctx context.Context) (Identity, error) {
	i := Identity{
		UID: j.who.uid, GID: j.who.gid, Groups: j.groups, GroupsUnknown: j.who.groupsUnknown,
		HostUsers: j.hostUsers(), Path: j.userPath(), Origin: j.origin(),
	}
	i.EffectiveUID, i.EffectiveGID = j.effectiveIDs()
	i.UID.From, i.GID.From = cmp.Or(i.UID.From, FromImageUser), cmp.Or(i.GID.From, FromImagePasswd)
	if !i.UID.Known() {
		i.Username, i.InPasswd = unknown[string](i.UID.Unknown), unknown[bool](i.UID.Unknown)
		var err error
		i.Home, err = j.home(ctx)
		return i, err
	}
	users, err := j.accounts.users(ctx)
	if err != nil {
		return i, err
	}
	switch u, why := users.find(byID(i.UID.Value)); {
	case why != "":
		i.Username, i.InPasswd = unknown[string](why), unknown[bool](why)
	case u == nil:
		i.Username, i.InPasswd = known("", FromImagePasswd), known(false, FromImagePasswd)
	default:
		i.Username, i.InPasswd = known(u.Name, FromImagePasswd), known(true, FromImagePasswd)
	}
	i.Home, err = j.home(ctx)
	return i, err
}

// effectiveIDs are those behind execve.
func (j *judgement) effectiveIDs() (uid, gid Fact[int64]) {
	switch {
	case j.done == nil:
		const why = "the program was not looked at"
		return unknown[int64](why), unknown[int64](why)
	case j.done.afterUnknown != "":
		return unknown[int64](j.done.afterUnknown), unknown[int64](j.done.afterUnknown)
	}
	return known(j.done.after.euid, FromProgram), known(j.done.after.egid, FromProgram)
}

// origin is words for the place that the uid comes from.
func (j *judgement) origin() string {
	if s := j.security.RunAsUser; s.Set {
		return fmt.Sprintf("runAsUser: %d (%s)", s.Value, s.Level)
	}
	if why := j.ev.missing(fieldUser); why != "" {
		return "the image's USER, which is not known"
	}
	return originOfImage(j.ev.img.Config.User)
}

func originOfImage(user string) string {
	if user == "" {
		return "the image, which sets no USER"
	}
	return "the image's USER " + user
}

// home is HOME as runc sets it (libcontainer/env.go): the environment's if it is not empty, else the home of the first
// passwd entry with the uid, read in the container with its mounts, else /. An entry without a home gives an empty HOME.
func (j *judgement) home(ctx context.Context) (Fact[string], error) {
	value, set, why := j.environment.value("HOME")
	switch {
	case why != "":
		return Fact[string]{Unknown: "HOME is not known: " + why, From: FromImageEnv}, nil
	case set && value != "":
		if _, ok, _ := j.podEnv.lookup("HOME"); ok {
			return known(value, FromContainerEnv), nil
		}
		return known(value, FromImageEnv), nil
	case !j.who.uid.Known():
		return Fact[string]{Unknown: j.who.uid.Unknown, From: FromImagePasswd}, nil
	case j.who.generated != nil:
		return known(*j.who.generated, FromDefault), nil
	}
	users, err := j.mountedUsers(ctx)
	if err != nil {
		return Fact[string]{}, err
	}
	switch u, unseen := users.find(byID(j.who.uid.Value)); {
	case unseen != "":
		return Fact[string]{Unknown: unseen, From: FromImagePasswd}, nil
	case u == nil || users.state != fileGood:
		return known("/", FromDefault), nil
	default:
		return known(u.Home, FromImagePasswd), nil
	}
}

// mountedUsers is the passwd that the container sees.
func (j *judgement) mountedUsers(ctx context.Context) (*listing[passwd.User], error) {
	if !j.accountsMounted() {
		return j.accounts.users(ctx)
	}
	if j.view == nil {
		return &listing[passwd.User]{state: fileUnknown, words: "what is mounted at /etc is not known"}, nil
	}
	w, err := stat(ctx, j.view, superuser(), "/", "/etc/passwd")
	switch {
	case err != nil:
		return nil, err
	case w.unknown != "":
		return &listing[passwd.User]{state: fileUnknown, words: w.unknown}, nil
	case !w.ok() || w.entry.Type != rootfs.Regular:
		return &listing[passwd.User]{state: fileMissing}, nil
	}
	if i := j.view.owner(w.path); i != ofRoot && j.view.mounts[i].content == opaque {
		return &listing[passwd.User]{state: fileUnknown, words: j.view.mounts[i].unknown}, nil
	}
	return j.accounts.users(ctx)
}

// accountsMounted tells whether a mount may stand between the container and the image's passwd.
func (j *judgement) accountsMounted() bool {
	if j.view == nil {
		return false
	}
	for _, m := range j.view.mounts {
		if !m.magic && (m.Name != "" || m.content == copied) && (within("/etc/passwd", m.at) || m.at == "/etc") {
			return true
		}
	}
	return false
}
