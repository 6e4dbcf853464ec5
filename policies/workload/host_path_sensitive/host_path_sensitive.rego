# METADATA
# scope: package
# title: A container can write to system directories of the node
# description: >-
#   A program, unit, key or static pod manifest that is written there runs as root on the node, at once or at the next
#   start. The container's own restrictions do not matter then.
# related_resources:
#   - https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
# schemas:
#   - input: schema.object
# custom:
#   severity: critical
#   remediation: "remove the volume, or mount the narrowest directory with readOnly: true"
#   supersedes: [workload/host-path, workload/runtime-socket]
package workload.host_path_sensitive

import data.lib.host_paths
import data.lib.words

deny contains {"msg": msg, "path": path} if {
	some pod in input.pods
	some path in {mount.path | some mount in pod.host_mounts}
	mounts := [mount |
		some mount in pod.host_mounts
		mount.path == path
		not mount.read_only
		host_paths.sensitive(mount.host_path)
	]
	some i, first in mounts
	i == 0
	msg := sprintf("volume %s is hostPath %s, and container %s may write to %s of the node", [
		first.volume, first.written, words.list([mount.container | some mount in mounts]),
		words.list(sort({mount.host_path | some mount in mounts})),
	])
}
