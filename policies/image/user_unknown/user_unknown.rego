# METADATA
# scope: package
# title: As whom the image runs cannot be told
# description: >-
#   What decides is not known: a base image could not be read, or a step of the build may have changed the users. The other
#   rules on the user are silent then, and their silence is not a pass.
# related_resources:
#   - https://docs.docker.com/reference/dockerfile/#user
# schemas:
#   - input: schema.image
# custom:
#   severity: low
#   evidence: users
#   remediation: end the Dockerfile with USER and a number, or say where to read its base image with --image REF=SOURCE
package image.user_unknown

import data.lib.image_user

deny contains {"msg": msg, "path": ""} if {
	msg := sprintf("USER cannot be told: %s", [input.user.written.unknown])
}

deny contains {"msg": msg, "path": ""} if {
	input.os != "windows"
	not image_user.named_root
	not _invalid
	msg := sprintf("the uid of USER %s cannot be told: %s", [input.user.written.value, input.user.uid.unknown])
}

# No runtime resolves it: that is another rule's.
_invalid if input.user.invalid.value != ""
