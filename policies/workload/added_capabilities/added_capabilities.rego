# METADATA
# scope: package
# title: A container adds capabilities
# description: >-
#   Each added capability is a part of root's power, and several (SYS_ADMIN, SYS_PTRACE, SYS_MODULE, DAC_READ_SEARCH, …)
#   lead to all of it. Only NET_BIND_SERVICE, which binds ports below 1024, is harmless.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://man7.org/linux/man-pages/man7/capabilities.7.html
# schemas:
#   - input: schema.container
# custom:
#   severity: medium
#   remediation: remove all but NET_BIND_SERVICE from capabilities.add, or except the container and say why
#   pss:
#     - {level: restricted, check: capabilities_restricted, since: "1.22", reason: unrestricted capabilities}
package workload.added_capabilities

import data.lib.words

deny contains {"msg": msg, "path": input.security.add_capabilities.from} if {
	not _waived
	added := [name | some name in input.security.add_capabilities.value; name != "NET_BIND_SERVICE"]
	count(added) > 0
	msg := sprintf("unrestricted capabilities: add holds %s", [words.list(added)])
}

# Windows has no capabilities; the standard knows since 1.25.
_waived if {
	input.os == "windows"
	input.kubernetes_minor >= 25
}
