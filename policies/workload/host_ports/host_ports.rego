# METADATA
# scope: package
# title: A container takes ports of the node
# description: >-
#   A hostPort is open on every address of the node, past Services and most NetworkPolicies, and each node can give
#   it only once.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/concepts/configuration/overview/
# schemas:
#   - input: schema.container
# custom:
#   severity: medium
#   remediation: remove hostPort and hostNetwork, and let a Service carry the traffic
#   pss:
#     - {level: baseline, check: hostPorts, since: "1.0", reason: hostPort}
package workload.host_ports

import data.lib.words

deny contains {"msg": msg, "path": port.host_port_path} if {
	some port in input.ports
	port.host_port != 0
	not port in _given_by_host_network
	msg := sprintf("hostPort %d: port %d of the container is one of the node", [port.host_port, port.container_port])
}

deny contains {"msg": msg, "path": input.security.host_network.from} if {
	count(_given_by_host_network) > 0
	numbers := [sprintf("%d", [port.host_port]) | some port in _given_by_host_network]
	msg := sprintf("hostPort %s: with hostNetwork the ports of the container are those of the node", [words.list(numbers)])
}

# In a pod with hostNetwork Kubernetes itself gives each port its hostPort.
_given_by_host_network contains port if {
	input.security.host_network.value
	some port in input.ports
	port.host_port != 0
	port.host_port == port.container_port
}
