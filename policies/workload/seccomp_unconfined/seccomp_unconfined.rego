# METADATA
# scope: package
# title: seccomp is turned off
# description: >-
#   The pod or a container asks for no seccomp profile at all, or for one that is not a profile. The runtime then
#   lets it make every system call, also those that have been the way into the kernel before.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tutorials/security/seccomp/
# schemas:
#   - input: schema.object
# custom:
#   severity: high
#   remediation: write seccompProfile with type RuntimeDefault, or Localhost with a profile of your own
#   pss:
#     - {level: baseline, check: seccompProfile_baseline, since: "1.0", reason: seccompProfile}
#     - {level: restricted, check: seccompProfile_restricted, since: "1.19", reason: seccompProfile}
package workload.seccomp_unconfined

deny contains {"msg": msg, "path": context.seccomp_profile.from} if {
	input.kubernetes_minor >= 19
	some pod in input.pods
	not _waived(pod.declared_os)
	some context in pod.contexts
	context.seccomp_profile.set
	not context.seccomp_profile.value in {"RuntimeDefault", "Localhost"}
	msg := sprintf("seccompProfile: its type is %q for %s", [context.seccomp_profile.value, context.owner])
}

# Before 1.19 there were annotations instead of fields.
deny contains {"msg": msg, "path": annotation.path} if {
	input.kubernetes_minor < 19
	some pod in input.pods
	some annotation in pod.annotations
	annotation.key in _keys
	not annotation.value in {"runtime/default", "docker/default"}
	not startswith(annotation.value, "localhost/")
	msg := sprintf("seccompProfile: annotation %s is %q", [annotation.key, annotation.value])
}

_keys contains "seccomp.security.alpha.kubernetes.io/pod"

_keys contains sprintf("container.seccomp.security.alpha.kubernetes.io/%s", [container.name]) if {
	some pod in input.pods
	some container in pod.containers
}

# Windows has no seccomp; the restricted control knows since 1.25, the baseline one does not.
_waived(os) if {
	os == "windows"
	input.pod_security_level == "restricted"
	input.kubernetes_minor >= 25
}
