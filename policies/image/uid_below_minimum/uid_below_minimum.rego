# METADATA
# scope: package
# title: The image's uid is below the configured minimum
# description: >-
#   The configuration demands that containers run as a uid of at least minimum-uid, most often to stay clear of the uids
#   that the node gives its own users and services. The image's USER is below it.
# related_resources:
#   - https://docs.docker.com/reference/dockerfile/#user
# schemas:
#   - input: schema.image
# custom:
#   severity: medium
#   evidence: users
#   parameters: [minimum-uid]
#   remediation: end the Dockerfile with USER and a number that is not below the minimum, and give that uid a passwd entry
package image.uid_below_minimum

# Root is a finding of image/user-root, whatever the minimum.
deny contains {"msg": msg, "path": ""} if {
	input.user.uid.value > 0
	input.user.uid.value < input.parameters.minimum_uid
	msg := sprintf("USER %s is uid %d, below the configured minimum %d", [
		input.user.written.value,
		input.user.uid.value,
		input.parameters.minimum_uid,
	])
}
