# METADATA
# scope: package
# title: A container adds capabilities beyond the usual ones
# description: >-
#   The added capability is not among those that runtimes give to every container. Most of these lead to the node
#   (SYS_ADMIN, SYS_MODULE, SYS_PTRACE, BPF, DAC_READ_SEARCH) or into the traffic of others (NET_ADMIN, NET_RAW).
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://man7.org/linux/man-pages/man7/capabilities.7.html
# schemas:
#   - input: schema.container
# custom:
#   severity: high
#   remediation: remove the capability, or except the container and say what it needs the capability for
#   parameters: [allowed-capabilities]
#   pss:
#     - {level: baseline, check: capabilities_baseline, since: "1.0", reason: non-default capabilities}
#     - {level: restricted, check: capabilities_restricted, since: "1.22", reason: unrestricted capabilities}
package workload.capabilities_baseline

import data.lib.pod_security
import data.lib.words

deny contains {"msg": msg, "path": input.security.add_capabilities.from} if {
	not _waived
	added := [name |
		some name in input.security.add_capabilities.value
		not name in pod_security.default_capabilities
		not name in input.parameters.allowed_capabilities
	]
	count(added) > 0
	msg := sprintf("%s: add holds %s", [_reason, words.list(added)])
}

_restricted if {
	input.pod_security_level == "restricted"
	input.kubernetes_minor >= 22
}

_reason := "unrestricted capabilities" if _restricted

_reason := "non-default capabilities" if not _restricted

# Windows has no capabilities; the restricted control knows since 1.25, the baseline one does not.
_waived if {
	_restricted
	input.declared_os == "windows"
	input.kubernetes_minor >= 25
}
