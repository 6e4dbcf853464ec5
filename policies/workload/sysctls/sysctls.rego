# METADATA
# scope: package
# title: A pod sets kernel parameters that are not known to be safe
# description: >-
#   Some kernel parameters are not held apart by namespaces, or let one pod take what belongs to all. Pod Security
#   allows those that are known to be safe.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/
# schemas:
#   - input: schema.object
# custom:
#   severity: medium
#   remediation: remove the sysctl, or set it on the nodes where the cluster is administered
#   pss:
#     - {level: baseline, check: sysctls, since: "1.0", reason: forbidden sysctls}
package workload.sysctls

deny contains {"msg": msg, "path": sysctl.path} if {
	some pod in input.pods
	some sysctl in pod.sysctls
	not sysctl.name in _allowed
	msg := sprintf("forbidden sysctls: %s is set to %s", [sysctl.name, sysctl.value])
}

_allowed contains name if {
	some known in _known
	input.kubernetes_minor >= known.since
	some name in known.names
}

_known := [
	{"since": 0, "names": [
		"kernel.shm_rmid_forced",
		"net.ipv4.ip_local_port_range",
		"net.ipv4.ip_unprivileged_port_start",
		"net.ipv4.ping_group_range",
		"net.ipv4.tcp_syncookies",
	]},
	{"since": 27, "names": ["net.ipv4.ip_local_reserved_ports"]},
	{"since": 29, "names": [
		"net.ipv4.tcp_fin_timeout",
		"net.ipv4.tcp_keepalive_intvl",
		"net.ipv4.tcp_keepalive_probes",
		"net.ipv4.tcp_keepalive_time",
	]},
	{"since": 32, "names": ["net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"]},
	{"since": 37, "names": ["net.ipv4.tcp_notsent_lowat", "net.ipv4.tcp_slow_start_after_idle"]},
]
