# METADATA
# scope: package
# title: The root file system is writable
# description: >-
#   A process that can write its own root file system can replace programs, drop tools and change configuration. With a
#   read-only root it can write only where a volume is mounted.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# schemas:
#   - input: schema.container
# custom:
#   severity: medium
#   remediation: "write readOnlyRootFilesystem: true, and mount an emptyDir where the program writes, such as /tmp"
package workload.read_only_root_filesystem

import data.lib.words

deny contains {"msg": msg, "path": input.security.read_only_root_filesystem.from} if {
	input.os != "windows"
	not _read_only
	msg := sprintf("the root file system is writable: readOnlyRootFilesystem %s", [
		words.value(input.security.read_only_root_filesystem),
	])
}

_read_only if input.security.read_only_root_filesystem.value
