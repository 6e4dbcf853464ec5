# METADATA
# scope: package
# title: The program will probably write where nothing is writable
# description: >-
#   The root file system is read-only, and a path that the program is likely to write (a folder of its user, a VOLUME, its
#   working directory, /tmp, …) has no writable mount. Such writes fail at run time, often late.
# related_resources:
#   - https://kubernetes.io/docs/concepts/storage/volumes/#emptydir
# schemas:
#   - input: schema.container
# custom:
#   severity: low
#   evidence: entrypoint
#   remediation: mount an emptyDir on each of the paths that the program really writes
package runtime.read_only_root_write_path

import data.lib.start
import data.lib.words

deny contains {"msg": msg, "path": path, "write": write} if {
	input.power.read_only_root_filesystem
	not start.high_rule_fires
	count(input.power.likely_writes) > 0
	path := sprintf("%s/volumeMounts", [input.path])
	paths := [sprintf("%s (%s)", [w.path, w.evidence]) | some w in input.power.likely_writes]
	mounts := [sprintf("an emptyDir %s on %s", [w.volume, w.path]) | some w in input.power.likely_writes]
	msg := sprintf("the root is read-only, and no writable mount covers %s", [words.list(paths)])
	write := sprintf("mount %s", [words.list(mounts)])
}
