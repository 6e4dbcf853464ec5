# METADATA
# scope: package
# title: runAsNonRoot is not true
# description: >-
#   With runAsNonRoot true the kubelet refuses a container that would run as root. Without it, an image that lost its
#   USER runs as root and nobody is told.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# schemas:
#   - input: schema.object
# custom:
#   severity: medium
#   remediation: "write runAsNonRoot: true in the pod's securityContext, and nothing else in those of its containers"
#   pss:
#     - {level: restricted, check: runAsNonRoot, since: "1.0", reason: runAsNonRoot != true}
package workload.run_as_non_root

deny contains {"msg": msg, "path": pod.security.run_as_non_root.from} if {
	some pod in input.pods
	not _let_be(pod.user_namespace)
	pod.security.run_as_non_root.value == false
	msg := "runAsNonRoot != true: it is false for the pod"
}

deny contains {"msg": msg, "path": container.run_as_non_root.from} if {
	some pod in input.pods
	not _let_be(pod.user_namespace)
	some container in pod.containers
	container.run_as_non_root.value == false
	msg := sprintf("runAsNonRoot != true: it is false for container %s", [container.name])
}

deny contains {"msg": msg, "path": container.run_as_non_root.from} if {
	some pod in input.pods
	not _let_be(pod.user_namespace)
	not pod.security.run_as_non_root.set
	some container in pod.containers
	not container.run_as_non_root.set
	msg := sprintf("runAsNonRoot != true: neither container %s nor its pod sets it", [container.name])
}

# From 1.35 the standard lets a pod with its own user namespace be: its uid 0 is nobody on the node.
_let_be(user_namespace) if {
	user_namespace
	input.kubernetes_minor >= 35
}
