package check

import (
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

const (
	linux   = "linux"
	windows = "windows"
)

// containerInput joins a container with its judgement for the rules.
func containerInput(p *manifest.Pod, c *manifest.Container, g given, r *identity.Result, w World) input.Container {
	os := linux
	if r.Windows {
		os = windows
	}
	return input.Container{
		Kind:             input.KindContainer,
		Name:             c.Name,
		Type:             string(c.Type),
		Path:             c.Path,
		PodPath:          p.SpecPath,
		OS:               os,
		DeclaredOS:       declaredOS(p),
		Runtime:          string(w.Runtime),
		KubernetesMinor:  w.KubernetesMinor,
		PodSecurityLevel: w.PodSecurityLevel,
		Parameters:       w.Parameters,
		Security:         securityInput(&r.Security),
		Ports:            portsInput(declaredPorts(c)),
		ProbeHosts:       probeHosts(c),
		Env:              envInput(c),
		Resources:        resourcesInput(p, c, w),
		PreparedVolumes:  preparedVolumes(p, c),
		Image:            imageOfContainer(c, g, r),
		Identity:         identityInput(&r.Identity),
		Kubelet: input.Kubelet{
			Verdict: string(r.Kubelet.Verdict), Message: r.Kubelet.Message,
			Path: r.Kubelet.Path, Demand: r.Kubelet.Demand,
		},
		Power: powerInput(&r.Power),
		Start: startInput(&r.Start),
	}
}

func securityInput(s *identity.Security) input.Security {
	return input.Security{
		RunAsUser:                setting(&s.RunAsUser),
		RunAsGroup:               setting(&s.RunAsGroup),
		RunAsNonRoot:             setting(&s.RunAsNonRoot),
		Privileged:               setting(&s.Privileged),
		AllowPrivilegeEscalation: setting(&s.AllowPrivilegeEscalation),
		ReadOnlyRootFilesystem:   setting(&s.ReadOnlyRootFilesystem),
		AddCapabilities:          setting(&s.AddCapabilities),
		DropCapabilities:         setting(&s.DropCapabilities),
		SeccompProfile:           setting(&s.SeccompProfile),
		ProcMount:                setting(&s.ProcMount),
		WindowsUser:              setting(&s.WindowsUser),
		HostUsers:                setting(&s.HostUsers),
		HostNetwork:              setting(&s.HostNetwork),
		FSGroup:                  setting(&s.FSGroup),
		SupplementalGroups:       setting(&s.SupplementalGroups),
		SupplementalGroupsPolicy: setting(&s.SupplementalGroupsPolicy),
	}
}

func imageOfContainer(c *manifest.Container, g given, r *identity.Result) input.ContainerImage {
	repository, tag, digest := refOf(c.Image)
	out := input.ContainerImage{
		Ref: c.Image, Path: c.Path + "/image", Repository: repository, Tag: tag, Digest: digest,
		Asked: g.asked, Read: g.Image != nil, Unread: g.Unread,
		User: fact(&r.Image.User), UID: fact(&r.Image.UID), NumericNonRoot: fact(&r.Image.NumericNonRoot),
	}
	if g.Image != nil {
		out.Source, out.Platform = g.Image.Source, g.Image.Platform.String()
	}
	if !g.asked {
		out.Unread = ""
	}
	return out
}

func identityInput(i *identity.Identity) input.Identity {
	groups := make([]input.Group, 0, len(i.Groups))
	for _, g := range i.Groups {
		from := g.Path
		if from == "" {
			from = string(g.From)
		}
		groups = append(groups, input.Group{GID: g.GID, From: from, Name: g.Name})
	}
	return input.Identity{
		UID: fact(&i.UID), GID: fact(&i.GID), Groups: groups, GroupsUnknown: i.GroupsUnknown,
		Username: fact(&i.Username), Home: fact(&i.Home), InPasswd: fact(&i.InPasswd), HostUsers: i.HostUsers,
		Origin: i.Origin, Path: i.Path, WindowsUser: i.WindowsUser,
	}
}
