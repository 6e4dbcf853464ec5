# METADATA
# scope: package
# title: A user that is not root is to write to a volume of root's
# description: >-
#   The root directory of a new volume belongs to root. Without fsGroup nobody gives it to the container's user, so the
#   first write fails with "permission denied", on a new cluster rather than on the one where the volume is old.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod
# schemas:
#   - input: schema.container
# custom:
#   severity: low
#   evidence: users
#   remediation: "write fsGroup in the pod's securityContext, and fsGroupChangePolicy: OnRootMismatch for large volumes"
package workload.writable_volume_without_fs_group

import data.lib.words

deny contains {"msg": msg, "path": input.security.fs_group.from} if {
	input.os != "windows"
	_user
	not input.security.fs_group.set
	not input.security.supplemental_groups.set
	volumes := [sprintf("%s at %s", [mount.name, mount.path]) |
		some mount in input.power.writable
		mount.volume in {"persistentVolumeClaim", "ephemeral"}
		not mount.name in input.prepared_volumes
	]
	count(volumes) > 0
	msg := sprintf("%s writes to volume %s, and fsGroup %s", [
		_user, words.list(volumes),
		words.value(input.security.fs_group),
	])
}

_user := sprintf("uid %d", [input.identity.uid.value]) if input.identity.uid.value != 0

_user := "a user that is not root" if {
	input.identity.uid.unknown
	input.security.run_as_non_root.value
}
