package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/identity"
)

// cellTexts are the cells of a container's row, in the order of columnTitles.
func cellTexts(who Who) []string {
	return []string{
		containerCell(who.Subject), userCell(who.Result), groupsCell(who.Identity), originCell(who.Identity.UID),
		string(who.Kubelet.Verdict), string(who.Start.Verdict),
	}
}

func containerCell(s WhoSubject) string {
	name := cmp.Or(s.Container, "(the image)")
	if s.ContainerType != "" && s.ContainerType != "regular" {
		name += " (" + s.ContainerType + ")"
	}
	return name
}

// userCell is "1000(app):2000"; "?" stands for what is not known.
func userCell(r identity.Result) string {
	if r.Windows {
		return cmp.Or(r.Identity.WindowsUser, "?")
	}
	uid := numberCell(r.Identity.UID)
	if n := r.Identity.Username; n.Known() && n.Value != "" {
		uid += "(" + n.Value + ")"
	}
	return uid + ":" + numberCell(r.Identity.GID)
}

func numberCell(f identity.Fact[int64]) string {
	if !f.Known() {
		return "?"
	}
	return fmt.Sprint(f.Value)
}

func groupsCell(i identity.Identity) string {
	var names []string
	for _, g := range i.Groups {
		s := fmt.Sprint(g.GID)
		if g.Name != "" {
			s += "(" + g.Name + ")"
		}
		names = append(names, s)
	}
	if i.GroupsUnknown != "" {
		names = append(names, "?")
	}
	if len(names) == 0 {
		return "-"
	}
	return strings.Join(names, ", ")
}

// origins are short names for the table; the JSON has the long ones.
var origins = map[identity.Origin]string{
	identity.FromContainerUser:    "container runAsUser",
	identity.FromPodUser:          "pod runAsUser",
	identity.FromContainerWindows: "container runAsUserName",
	identity.FromPodWindows:       "pod runAsUserName",
	identity.FromImageUser:        "image USER",
	identity.FromDefault:          "no USER",
}

func originCell(uid identity.Fact[int64]) string {
	return cmp.Or(origins[uid.From], string(uid.From), "?")
}

// isBad tells whether a reader should look at the container first.
func isBad(who Who) bool {
	i := who.Identity
	root := i.UID.Known() && i.UID.Value == 0 || i.EffectiveUID.Known() && i.EffectiveUID.Value == 0
	return root && i.HostUsers && !who.Windows || who.Start.Verdict == identity.Fails || who.Kubelet.Verdict == identity.Refuses
}
