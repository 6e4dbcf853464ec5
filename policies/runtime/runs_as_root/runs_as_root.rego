# METADATA
# scope: package
# title: The container runs as root
# description: >-
#   Manifest and image together make the first process uid 0, and nothing stops it. Root in a container is root on the
#   node for every fault of the kernel or the runtime, unless the pod has its own user namespace.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
#   - https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/
# schemas:
#   - input: schema.container
# custom:
#   severity: high
#   evidence: users
#   remediation: "write runAsNonRoot: true, and runAsUser with the number of a user without power"
package runtime.runs_as_root

deny contains {"msg": msg, "path": input.identity.path, "related": _waiver} if {
	input.identity.uid.value == 0
	input.identity.host_users
	input.kubelet.verdict == "admits"
	msg := sprintf("the container runs as root (uid 0), by %s", [input.identity.origin])
}

_waiver contains {"msg": "runAsNonRoot is false here, so the kubelet lets it pass", "path": path} if {
	input.security.run_as_non_root.value == false
	path := input.security.run_as_non_root.from
}
