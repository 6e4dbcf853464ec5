# METADATA
# scope: package
# title: The image's USER is root
# description: >-
#   Without a manifest that says otherwise, a container of this image runs as uid 0. Root in a container is root on the
#   node for every fault of the kernel or the runtime, and a manifest with runAsNonRoot is refused by the kubelet.
# related_resources:
#   - https://docs.docker.com/reference/dockerfile/#user
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# schemas:
#   - input: schema.image
# custom:
#   severity: high
#   evidence: users
#   remediation: end the Dockerfile with USER and a number, such as USER 1000:1000, and give that uid a passwd entry
package image.user_root

import data.lib.image_user

deny contains {"msg": msg, "path": ""} if {
	image_user.fault == "root"
	msg := sprintf("%s %s", [_user, _consequence])
}

_user := "no USER is set, so the image" if input.user.written.value == ""

_user := sprintf("USER %s", [input.user.written.value]) if input.user.written.value != ""

_consequence := "runs as uid 0" if input.os != "windows"

_consequence := "is the administrator" if input.os == "windows"
