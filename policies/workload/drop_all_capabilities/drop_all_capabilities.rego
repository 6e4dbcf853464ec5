# METADATA
# scope: package
# title: The capabilities are not all dropped
# description: >-
#   The runtime's default capabilities let root in a container change owners, write any file, use raw sockets and more.
#   Few programs need one of them. ALL must be written so: the runtime takes other spellings, Pod Security does not.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://man7.org/linux/man-pages/man7/capabilities.7.html
# schemas:
#   - input: schema.container
# custom:
#   severity: medium
#   remediation: "write capabilities: {drop: [ALL]}, and add back NET_BIND_SERVICE only where a program needs it"
#   pss:
#     - {level: restricted, check: capabilities_restricted, since: "1.22", reason: unrestricted capabilities}
package workload.drop_all_capabilities

import data.lib.words

deny contains {"msg": msg, "path": input.security.drop_capabilities.from} if {
	not _waived
	not _drops_all
	msg := sprintf("unrestricted capabilities: drop %s", [_seen])
}

_drops_all if "ALL" in input.security.drop_capabilities.value

_seen := "is not set" if not input.security.drop_capabilities.set

_seen := sprintf("holds %s, not ALL", [words.list(input.security.drop_capabilities.value)]) if {
	input.security.drop_capabilities.set
}

# Windows has no capabilities; the standard knows since 1.25.
_waived if {
	input.declared_os == "windows"
	input.kubernetes_minor >= 25
}
