# METADATA
# scope: package
# title: The image holds setuid or setgid programs
# description: >-
#   Whoever can start such a program gets the power of its owner or group, root for most, unless the container forbids
#   privilege escalation. Few images need one.
# related_resources:
#   - https://man7.org/linux/man-pages/man7/inode.7.html
# schemas:
#   - input: schema.image
# custom:
#   severity: low
#   evidence: tree
#   default: off
#   remediation: remove the bits in the Dockerfile (chmod ug-s), or start from an image without such programs
package image.setuid_files

import data.lib.words

deny contains {"msg": msg, "path": ""} if {
	files := [sprintf("%s (%s, uid %d, gid %d)", [f.path, f.mode, f.uid, f.gid]) | some f in input.setuid_files.value]
	count(files) > 0
	msg := sprintf("%d setuid or setgid files: %s", [count(files), words.list(files)])
}
