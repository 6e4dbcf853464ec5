package identity

import "strconv"

// firstUnprivileged is Linux's default of net.ipv4.ip_unprivileged_port_start.
const firstUnprivileged = 1024

const unprivilegedSysctl = "net.ipv4.ip_unprivileged_port_start"

// unboundPorts are declared ports that the process cannot bind. containerd sets the sysctl to 0 in a pod's own network
// (enable_unprivileged_ports, on by default) unless the pod sets it; CRI-O does not; on the host's network the host's
// value holds, which is taken to be the default.
func (j *judgement) unboundPorts(effective Fact[[]string]) []Port {
	if !effective.Known() || capsOf(effective.Value...).has(netBindService) {
		return nil
	}
	from := j.portStart()
	var out []Port
	for i, p := range j.container.Ports {
		if p.ContainerPort > 0 && p.ContainerPort < from {
			out = append(out, Port{
				ContainerPort: p.ContainerPort, HostPort: p.HostPort, Protocol: string(p.Protocol),
				Path: index(j.container.Path+"/ports", i) + "/containerPort",
			})
		}
	}
	return out
}

func (j *judgement) portStart() int32 {
	if j.security.HostNetwork.Value {
		return firstUnprivileged
	}
	if sc := j.pod.Spec.SecurityContext; sc != nil {
		for _, s := range sc.Sysctls {
			if v, err := strconv.ParseInt(s.Value, 10, 32); err == nil && s.Name == unprivilegedSysctl {
				return int32(v)
			}
		}
	}
	if j.runtime == CRIO {
		return firstUnprivileged
	}
	return 0
}
