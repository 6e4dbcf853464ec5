# METADATA
# scope: package
# title: No network policy selects a workload
# description: >-
#   A pod that no NetworkPolicy selects accepts connections from every pod of the cluster and may connect to anything. A
#   break-in anywhere then reaches it, and from it everything else.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/
# schemas:
#   - input: schema.inventory
# custom:
#   severity: low
#   remediation: write a NetworkPolicy for the namespace that denies by default, and one a workload that says who may connect
package network.no_network_policy

import data.lib.words

deny contains {"msg": msg, "path": shown[0][2], "related": related} if {
	some [namespace, _], found in _open
	shown := array.slice(sort(found), 0, _shown(count(found)))
	names := words.list([workload[1] | some workload in shown])
	msg := sprintf("no NetworkPolicy that was judged selects %s%s%s", [
		names,
		_more(count(found) - count(shown)), _where(namespace),
	])
	related := {{"msg": "nor this one", "path": workload[2]} | some i, workload in shown; i > 0}
}

# Workloads without a policy, by namespace, each with its place in the order of the sources. Pods in the network of the
# node are beyond the reach of network policies.
_open[[object.namespace, object.variant]] contains [i, name, object.path] if {
	some i, object in input.objects
	some pod in object.pods
	pod.as_written
	not pod.host_network
	count(pod.network_policies) == 0
	name := sprintf("%s %s", [object.object_kind, object.name])
}

_shown(n) := n if n <= 4

_shown(n) := 3 if n > 4

_more(0) := ""

_more(n) := sprintf(" and %d more", [n]) if n > 0

_where("") := ""

_where(namespace) := sprintf(" in namespace %s", [namespace]) if namespace != ""
