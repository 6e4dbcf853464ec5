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
	count(_files) > 0
	shown := array.concat(array.slice(_files, 0, _shown), ["…" | count(_files) > _shown])
	msg := sprintf("%d setuid or setgid files: %s", [count(_files), words.list(shown)])
}

_shown := 20

_files := [text |
	some file in input.setuid_files.value
	text := sprintf("%s (%s, uid %d, gid %d)", [file.path, file.mode, file.uid, file.gid])
]
