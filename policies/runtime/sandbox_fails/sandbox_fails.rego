# METADATA
# scope: package
# title: The pod's sandbox cannot be made
# description: >-
#   The runtime makes the pod's sandbox from the pod-level settings alone, and refuses these. No container of the pod is
#   ever created; the kubelet tries again for ever.
# related_resources:
#   - https://github.com/containerd/containerd/tree/main/internal/cri/server/podsandbox
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# schemas:
#   - input: schema.container
# custom:
#   severity: high
#   remediation: write runAsUser beside runAsGroup in the pod's securityContext, or move runAsGroup to the containers
package runtime.sandbox_fails

deny contains {"msg": msg, "path": input.start.path} if {
	input.kubelet.verdict == "unreached"
	input.start.verdict == "fails"
	input.start.reason == "SandboxFailure"
	msg := sprintf("the pod's sandbox cannot be made: %s", [input.start.message])
}
