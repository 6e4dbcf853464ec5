# METADATA
# scope: package
# title: The image could not be read
# description: >-
#   The rules that need the image's facts did not judge the containers that run it. Their silence is not a pass.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/
# schemas:
#   - input: schema.container
# custom:
#   severity: low
#   evidence: config
#   remediation: log in to the registry, or name the image's source with --image REF=SOURCE; or say --images off
package runtime.image_unresolved

deny contains {"msg": msg, "path": input.image.path} if {
	input.image.asked
	not input.image.read
	msg := sprintf("image %s could not be read: %s", [input.image.ref, input.image.unread])
}
