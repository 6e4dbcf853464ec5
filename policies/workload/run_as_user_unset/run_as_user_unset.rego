# METADATA
# scope: package
# title: runAsUser is not set
# description: >-
#   The image alone decides as whom the container runs. The next build of the image may decide otherwise, and the kubelet
#   can verify runAsNonRoot only where the image's USER is a number.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# schemas:
#   - input: schema.container
# custom:
#   severity: low
#   evidence: users
#   remediation: write runAsUser and the number that the image is made for
package workload.run_as_user_unset

deny contains {"msg": msg, "path": input.security.run_as_user.from} if {
	input.os != "windows"
	not input.security.run_as_user.set
	not _image_has_a_good_number
	msg := sprintf("runAsUser is not set for the container or its pod, %s", [_image])
}

_image_has_a_good_number if {
	input.image.read
	input.image.numeric_non_root.value
}

_image := "and the image was not read" if not input.image.read

_image := sprintf("and the image's USER is %s", [json.marshal(input.image.user.value)]) if {
	input.image.read
	input.image.user.value != ""
}

_image := "and the image sets no USER" if {
	input.image.read
	input.image.user.value == ""
}

_image := sprintf("and the image's USER is not known: %s", [input.image.user.unknown]) if {
	input.image.read
	input.image.user.unknown
}
