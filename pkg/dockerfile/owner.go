package dockerfile

import (
	"strconv"
	"strings"

	"github.com/moby/buildkit/solver/pb"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/accounts"
	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
)

// owner resolves --chown as BuildKit does (solver/llbsolver/ops/user_linux.go): a number for a user is its group too, a
// name brings its primary group, and a name that is not found, or a file that is not there, is 0.
func (w *walker) owner(o *pb.ChownOpt, from func(int64) *known.Tree) known.Owner {
	var out known.Owner
	switch u := o.GetUser().GetUser().(type) {
	case *pb.UserOpt_ByID:
		out.UID, out.GID = int64(u.ByID), int64(u.ByID)
	case *pb.UserOpt_ByName:
		uid, gid, exists := w.named(u.ByName, from).User(u.ByName.GetName())
		if strings.Contains(u.ByName.GetName(), marker) {
			return known.Owner{Unknown: "the base image's user is not known"}
		}
		if exists == accounts.Yes || exists == accounts.Maybe {
			out = known.Owner{UID: uid.Value, GID: gid.Value, Unknown: uid.Unknown}
			if out.Unknown == "" && o.GetGroup() == nil {
				out.Unknown = gid.Unknown
			}
		}
	}
	switch g := o.GetGroup().GetUser().(type) {
	case *pb.UserOpt_ByID:
		out.GID = int64(g.ByID)
	case *pb.UserOpt_ByName:
		gid, exists := w.named(g.ByName, from).Group(g.ByName.GetName())
		if exists != accounts.No {
			out.GID = gid.Value
			if out.Unknown == "" {
				out.Unknown = gid.Unknown
			}
		}
	}
	return out
}

// ownerText is --chown with its variables expanded.
func ownerText(o *pb.ChownOpt) string {
	part := func(u *pb.UserOpt) string {
		switch v := u.GetUser().(type) {
		case *pb.UserOpt_ByID:
			return strconv.FormatUint(uint64(v.ByID), 10)
		case *pb.UserOpt_ByName:
			return v.ByName.GetName()
		}
		return ""
	}
	if o == nil {
		return ""
	}
	if o.GetGroup() == nil {
		return part(o.GetUser())
	}
	return part(o.GetUser()) + ":" + part(o.GetGroup())
}

func (w *walker) named(n *pb.NamedUserOpt, from func(int64) *known.Tree) *accounts.DB {
	return w.accounts(from(n.GetInput()))
}
