# METADATA
# scope: package
# title: The image's user has the root group as its primary group
# description: >-
#   The passwd entry of USER has gid 0. Files of group root that are writable for their group are the container's to
#   change, and what it writes to a volume belongs to the root group of the node.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
#   - https://docs.redhat.com/en/documentation/openshift_container_platform/4.17/html/images/creating-images
# schemas:
#   - input: schema.image
# custom:
#   severity: low
#   evidence: users
#   remediation: give the passwd entry of the user a group of its own
package image.group_root

import data.lib.image_user

deny contains {"msg": msg, "path": ""} if {
	image_user.group_counts
	input.user.in_passwd.value
	input.user.gid.value == 0
	msg := sprintf("USER %s has gid 0 in its passwd entry: uid %d runs with the root group", [
		input.user.written.value,
		input.user.uid.value,
	])
}
