# METADATA
# scope: package
# title: The container cannot bind its port
# description: >-
#   Ports below 1024 need NET_BIND_SERVICE unless the pod's network lets everyone bind them, as containerd arranges for
#   pods with a network of their own. On the host's network, and under CRI-O, it does not.
# related_resources:
#   - https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/
#   - https://docs.kernel.org/networking/ip-sysctl.html
# schemas:
#   - input: schema.container
# custom:
#   severity: low
#   evidence: entrypoint
#   remediation: let the program listen on a port from 1024 up, and map it in the Service
package runtime.low_port

import data.lib.start

deny contains {"msg": msg, "path": port.path} if {
	not start.high_rule_fires
	some port in input.start.unbound_ports
	msg := sprintf("port %d cannot be bound: %s has no NET_BIND_SERVICE in effect", [port.container_port, _who])
}

_who := sprintf("uid %d", [input.identity.uid.value]) if {
	input.identity.uid.value >= 0
} else := "the process"
