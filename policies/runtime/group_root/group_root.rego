# METADATA
# scope: package
# title: The container runs with the root group
# description: >-
#   The user is not root, its primary group is: Kubernetes drops the group half of the image's USER, and falls back to
#   group 0 where nothing names another. Files that are writable for group root are then the container's to change.
# related_resources:
#   - https://github.com/kubernetes/kubernetes/issues/93666
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# schemas:
#   - input: schema.container
# custom:
#   severity: low
#   evidence: users
#   remediation: write runAsGroup, or give the user's passwd entry in the image a group of its own
package runtime.group_root

import data.lib.identity
import data.lib.start

deny contains {"msg": msg, "path": input.security.run_as_group.from} if {
	input.identity.uid.value != 0
	input.identity.gid.value == 0
	not identity.user_not_in_image
	not start.high_rule_fires
	msg := sprintf("uid %d runs with the root group: %s", [input.identity.uid.value, _why])
}

_why := "runAsGroup is 0" if {
	input.security.run_as_group.set
} else := "its passwd entry in the image has gid 0" if {
	input.identity.in_passwd.value
} else := "runAsGroup is not set, and the image has no passwd entry that names another"
