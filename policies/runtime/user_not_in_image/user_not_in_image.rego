# METADATA
# scope: package
# title: runAsUser is a user that the image does not know
# description: >-
#   The manifest runs the image as another user than it was made for, and its passwd file has no entry for that uid. The
#   process has the root group as its primary group (unless runAsGroup is set), no name, and HOME=/ unless an env sets it.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
#   - https://github.com/opencontainers/runc/blob/main/libcontainer/env.go
# schemas:
#   - input: schema.container
# custom:
#   severity: medium
#   evidence: users
#   remediation: write the uid that the image is made for, or add a passwd entry of this uid to the image
package runtime.user_not_in_image

import data.lib.identity

deny contains {"msg": msg, "path": input.security.run_as_user.from} if {
	identity.user_not_in_image
	msg := sprintf("runAsUser %d has no passwd entry in the image, %s: %s", [
		input.security.run_as_user.value,
		_made_for,
		_comes_to,
	])
}

_made_for := sprintf("which is made for uid %d", [input.image.uid.value])

_made_for := "whose own USER cannot be resolved" if input.image.uid.unknown

_comes_to := sprintf("it runs with gid %d and HOME=%s", [
	input.identity.gid.value,
	input.identity.home.value,
]) if {
	input.identity.gid.value >= 0
} else := "it has no name and no home of its own"
