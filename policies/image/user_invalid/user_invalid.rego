# METADATA
# scope: package
# title: No runtime can resolve the image's USER
# description: >-
#   A container of this image is never created: the name is not in its passwd file, the number is out of range, or the
#   passwd file cannot be read. A manifest that sets runAsUser hides the fault, until the image is used without it.
# related_resources:
#   - https://docs.docker.com/reference/dockerfile/#user
#   - https://github.com/moby/sys/blob/main/user/user.go
# schemas:
#   - input: schema.image
# custom:
#   severity: high
#   evidence: users
#   remediation: write USER and a number from 1 to 2147483647, such as USER 1000:1000, and give that uid a passwd entry
package image.user_invalid

import data.lib.image_user

deny contains {"msg": msg, "path": ""} if {
	image_user.fault == "invalid"
	msg := sprintf("USER %s cannot be resolved: %s%s", [
		json.marshal(input.user.written.value),
		input.user.invalid.value,
		_kubernetes,
	])
}

default _kubernetes := ""

# Kubernetes takes only what stands before the first colon, and so starts what no runtime would run by itself.
_kubernetes := sprintf("; Kubernetes starts it as uid %d", [input.user.uid.value]) if {
	contains(input.user.group, ":")
}
