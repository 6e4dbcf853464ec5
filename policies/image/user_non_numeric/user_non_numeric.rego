# METADATA
# scope: package
# title: The image's USER is a name
# description: >-
#   The kubelet does not read the image's passwd file. Where a manifest demands runAsNonRoot and sets no runAsUser, it
#   cannot tell that the name is not root, and refuses the container on the node, after the pull.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
#   - https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/kuberuntime/security_context_others.go
# schemas:
#   - input: schema.image
# custom:
#   severity: medium
#   evidence: users
#   remediation: write the number that the name resolves to in USER
package image.user_non_numeric

import data.lib.image_user

deny contains {"msg": msg, "path": "", "write": _write} if {
	image_user.fault == "name"
	msg := sprintf("USER %s is a name, for uid %d and gid %d: under runAsNonRoot the kubelet cannot verify it", [
		input.user.written.value,
		input.user.uid.value,
		input.user.gid.value,
	])
}

_write := sprintf("write USER %s", [input.user.suggestion]) if input.user.suggestion != ""

_write := "write USER 1000:1000, with a passwd entry of that uid" if input.user.suggestion == ""
