# METADATA
# scope: package
# title: No seccomp profile is set
# description: >-
#   Unless a manifest asks for a seccomp profile, the runtime applies none and the container may make every system
#   call (nodes whose kubelet has seccompDefault apply theirs).
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://kubernetes.io/docs/tutorials/security/seccomp/
# schemas:
#   - input: schema.container
# custom:
#   severity: medium
#   remediation: write seccompProfile with type RuntimeDefault in the pod's securityContext
#   pss:
#     - {level: restricted, check: seccompProfile_restricted, since: "1.19", reason: seccompProfile}
package workload.seccomp_profile

deny contains {"msg": msg, "path": input.security.seccomp_profile.from} if {
	input.kubernetes_minor >= 19
	not _waived
	not input.security.seccomp_profile.set
	msg := "seccompProfile: neither the container nor its pod sets it"
}

# Windows has no seccomp; the standard knows since 1.25.
_waived if {
	input.declared_os == "windows"
	input.kubernetes_minor >= 25
}
