# METADATA
# scope: package
# title: The runtime cannot resolve the container's user
# description: >-
#   The user that manifest and image come to is not one that the runtime can turn into a uid: a name without passwd
#   entry, a number out of range, a passwd file that cannot be read. The container is never created.
# related_resources:
#   - https://github.com/containerd/containerd/blob/main/pkg/oci/spec_opts.go
#   - https://github.com/moby/sys/blob/main/user/user.go
# schemas:
#   - input: schema.container
# custom:
#   severity: high
#   evidence: users
#   remediation: write runAsUser with a number in the manifest, or a USER that the image's passwd file knows
#   supersedes: [runtime/user-not-in-image]
package runtime.user_unresolvable

import data.lib.start

deny contains {"msg": msg, "path": input.start.path} if {
	start.fails
	input.start.reason in {"UserNotFound", "UserOutOfRange"}
	msg := sprintf("the container is not created, its user cannot be resolved: %s", [input.start.message])
}
