# METADATA
# scope: package
# title: runAsUser is 0
# description: >-
#   A manifest that writes runAsUser 0, at the pod or at a container, asks for root even of an image that would not run
#   as root. It counts even where a container overrides it: the next container that is added inherits it.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# schemas:
#   - input: schema.object
# custom:
#   severity: high
#   remediation: write the number of a user without power, such as 1000, or remove runAsUser where the image has a USER
#   pss:
#     - {level: restricted, check: runAsUser, since: "1.23", reason: runAsUser=0}
#   supersedes: [runtime/kubelet-refuses, runtime/runs-as-root]
package workload.run_as_user_root

deny contains {"msg": msg, "path": pod.security.run_as_user.from} if {
	some pod in input.pods
	not _let_be(pod.user_namespace)
	pod.security.run_as_user.value == 0
	msg := "runAsUser=0 for the pod: its containers run as root unless they override it"
}

deny contains {"msg": msg, "path": container.run_as_user.from} if {
	some pod in input.pods
	not _let_be(pod.user_namespace)
	some container in pod.containers
	container.run_as_user.value == 0
	msg := "runAsUser=0: the container runs as root"
}

# From 1.35 the standard lets a pod with its own user namespace be: its uid 0 is nobody on the node.
_let_be(user_namespace) if {
	user_namespace
	input.kubernetes_minor >= 35
}
