# METADATA
# scope: package
# title: The mask over /proc is lifted
# description: >-
#   Runtimes hide those parts of /proc through which a process reaches the kernel (kcore, keys, sysrq-trigger, sys).
#   procMount Unmasked shows them, writable.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#proc-access
# schemas:
#   - input: schema.container
# custom:
#   severity: high
#   remediation: remove procMount; for containers within containers set hostUsers false and except the container
#   pss:
#     - {level: baseline, check: procMount, since: "1.0", reason: procMount}
#     - {level: restricted, check: procMount_restricted, since: "1.35", reason: procMount}
package workload.proc_mount

deny contains {"msg": msg, "path": input.security.proc_mount.from} if {
	not _waived
	input.security.proc_mount.set
	input.security.proc_mount.value != "Default"
	msg := sprintf("procMount: it is %q, not Default", [input.security.proc_mount.value])
}

# From 1.35 the baseline level lets a pod with its own user namespace be, the restricted level does not.
_waived if {
	input.pod_security_level == "baseline"
	input.kubernetes_minor >= 35
	input.security.host_users.value == false
}
