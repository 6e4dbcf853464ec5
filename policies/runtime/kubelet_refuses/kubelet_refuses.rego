# METADATA
# scope: package
# title: The kubelet refuses to start the container
# description: >-
#   The manifest demands runAsNonRoot, and the user that it and the image come to breaks that demand or cannot be
#   verified. The API server accepts such a pod; on the node it stays in CreateContainerConfigError for ever.
# related_resources:
#   - https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/kuberuntime/security_context_others.go
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# schemas:
#   - input: schema.container
# custom:
#   severity: high
#   evidence: users
#   remediation: write a number other than 0 in the image's USER, with a passwd entry, or as runAsUser in the manifest
package runtime.kubelet_refuses

deny contains {"msg": input.kubelet.message, "path": input.kubelet.path, "related": _evidence, "write": _write} if {
	input.kubelet.verdict == "refuses"
}

_evidence contains {"msg": "runAsNonRoot is demanded here", "path": input.kubelet.demand} if {
	input.kubelet.demand != ""
}

_evidence contains {"msg": msg, "path": input.image.path} if {
	input.kubelet.path == input.image.path
	input.image.user.value == ""
	msg := "this image sets no USER, so it would run as uid 0"
}

_evidence contains {"msg": msg, "path": input.image.path} if {
	input.kubelet.path == input.image.path
	input.image.user.value != ""
	msg := sprintf("this image's USER is %q", [input.image.user.value])
}

_write := "write a runAsUserName other than ContainerAdministrator" if {
	input.os == "windows"
} else := "write runAsUser with a number other than 0" if {
	input.security.run_as_user.value == 0
} else := sprintf("write runAsUser: %d in the manifest, or that number in the image's USER", [input.identity.uid.value]) if {
	input.identity.uid.value > 0
} else := "write USER 1000:1000 in the image's Dockerfile, with a passwd entry, or runAsUser: 1000 in the manifest"
