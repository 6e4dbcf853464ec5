package check

import (
	"strings"

	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

func powerInput(p *identity.Power) input.Power {
	mounts := make([]input.Mount, 0, len(p.Writable))
	for _, m := range p.Writable {
		mounts = append(mounts, input.Mount{Path: m.Path, Volume: m.Volume, Name: m.Name})
	}
	writes := make([]input.LikelyWrite, 0, len(p.LikelyWrites))
	for _, w := range p.LikelyWrites {
		writes = append(writes, input.LikelyWrite{Path: w.Path, Evidence: w.Evidence, Volume: w.Volume})
	}
	return input.Power{
		Bounding:        fact(&p.Capabilities.Bounding),
		Permitted:       fact(&p.Capabilities.Permitted),
		Effective:       fact(&p.Capabilities.Effective),
		NoNewPrivileges: p.NoNewPrivileges,
		Ignored:         capabilityNames(p.Ignored), WithoutEffect: capabilityNames(p.WithoutEffect),
		ReadOnlyRootFilesystem: p.ReadOnlyRootFilesystem,
		Writable:               mounts, LikelyWrites: writes,
	}
}

func capabilityNames(in []identity.CapabilityName) []input.CapabilityName {
	out := make([]input.CapabilityName, 0, len(in))
	for _, c := range in {
		out = append(out, input.CapabilityName{Name: c.Name, Path: c.Path, Reason: c.Reason})
	}
	return out
}

func startInput(s *identity.Start) input.Start {
	return input.Start{
		Verdict: string(s.Verdict), Reason: string(s.Reason), Message: s.Message, Argv: list(s.Argv),
		Program: s.Program, ProgramWritable: fact(&s.ProgramWritable), Path: s.Path,
		Assumes: list(s.Assumes), UnboundPorts: portsInput(s.UnboundPorts),
	}
}

func portsInput(ports []identity.Port) []input.Port {
	out := make([]input.Port, 0, len(ports))
	for _, p := range ports {
		out = append(out, input.Port{
			ContainerPort: int(p.ContainerPort), HostPort: int(p.HostPort), Protocol: p.Protocol, Path: p.Path,
			HostPortPath: strings.TrimSuffix(p.Path, "/containerPort") + "/hostPort",
		})
	}
	return out
}

func declaredPorts(c *manifest.Container) []identity.Port {
	ports := make([]identity.Port, 0, len(c.Ports))
	for i, p := range c.Ports {
		ports = append(ports, identity.Port{
			ContainerPort: p.ContainerPort, HostPort: p.HostPort, Protocol: string(p.Protocol),
			Path: c.Path + "/ports/" + itoa(i) + "/containerPort",
		})
	}
	return ports
}
