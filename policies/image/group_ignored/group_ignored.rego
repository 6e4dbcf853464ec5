# METADATA
# scope: package
# title: The group in the image's USER is not the one it runs with
# description: >-
#   Kubernetes drops the group half of USER: the primary group is the one of the passwd entry, or 0. Docker uses the
#   group half, and refuses a group that the image does not know. So one image has two groups, or runs in one place only.
# related_resources:
#   - https://github.com/kubernetes/kubernetes/issues/93666
#   - https://github.com/kubernetes/kubernetes/issues/61967
# schemas:
#   - input: schema.image
# custom:
#   severity: low
#   evidence: users
#   remediation: write the passwd entry's gid in USER, or set runAsGroup in the manifest to the group that is meant
package image.group_ignored

import data.lib.image_user

deny contains {"msg": msg, "path": ""} if {
	image_user.group_counts
	input.user.group != ""
	msg := sprintf("USER %s: Kubernetes ignores the group and runs it with gid %d; %s", [
		input.user.written.value,
		input.user.gid.value,
		_directly,
	])
}

# Where the uid has no entry, a group of another number is lost with it: user-no-passwd-entry names the gid 0 already.
_directly := sprintf("docker runs it with gid %d", [input.user.direct_gid.value]) if {
	input.user.direct_error == ""
	input.user.direct_gid.value != input.user.gid.value
	not _told_by_missing_entry
}

_directly := sprintf("docker refuses it: %s", [input.user.direct_error]) if input.user.direct_error != ""

_told_by_missing_entry if {
	input.user.in_passwd.value == false
	input.user.direct_gid.value != input.user.uid.value
}
