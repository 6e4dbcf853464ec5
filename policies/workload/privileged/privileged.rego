# METADATA
# scope: package
# title: A container is privileged
# description: >-
#   A privileged container has every capability, every device of the node and no seccomp or AppArmor profile. Whoever
#   controls its process controls the node.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/concepts/workloads/pods/#privileged-mode-for-containers
# schemas:
#   - input: schema.container
# custom:
#   severity: critical
#   remediation: remove privileged, and add only the capabilities or devices that the program uses
#   pss:
#     - {level: baseline, check: privileged, since: "1.0", reason: privileged}
package workload.privileged

deny contains {"msg": msg, "path": input.security.privileged.from} if {
	input.security.privileged.value
	msg := "the container is privileged: it has all power over the node"
}
