# METADATA
# scope: package
# title: A container adds back usual capabilities
# description: >-
#   The container adds capabilities that runtimes give anyway, most often after it dropped all. Each is a part of root's
#   power. Only NET_BIND_SERVICE, which binds ports below 1024, is harmless.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://man7.org/linux/man-pages/man7/capabilities.7.html
# schemas:
#   - input: schema.container
# custom:
#   severity: medium
#   remediation: remove all but NET_BIND_SERVICE from capabilities.add, or except the container and say why
#   parameters: [allowed-capabilities]
#   pss:
#     - {level: restricted, check: capabilities_restricted, since: "1.22", reason: unrestricted capabilities}
package workload.added_capabilities

import data.lib.pod_security
import data.lib.words

# What is beyond the usual capabilities is a finding of workload/capabilities-baseline.
deny contains {"msg": msg, "path": input.security.add_capabilities.from} if {
	not _waived
	added := [name |
		some name in input.security.add_capabilities.value
		name in pod_security.default_capabilities
		name != "NET_BIND_SERVICE"
		not name in input.parameters.allowed_capabilities
	]
	count(added) > 0
	msg := sprintf("unrestricted capabilities: add holds %s", [words.list(added)])
}

# Windows has no capabilities; the standard knows since 1.25.
_waived if {
	input.declared_os == "windows"
	input.kubernetes_minor >= 25
}
