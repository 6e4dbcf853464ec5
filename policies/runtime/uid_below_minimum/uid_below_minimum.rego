# METADATA
# scope: package
# title: The container's uid is below the configured minimum
# description: >-
#   The configuration demands that containers run as a uid of at least minimum-uid, most often to stay clear of the uids
#   that the node gives its own users and services. Manifest and image together make this one run below it.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# schemas:
#   - input: schema.container
# custom:
#   severity: medium
#   evidence: users
#   parameters: [minimum-uid]
#   remediation: write runAsUser with a uid that the image knows and that is not below the minimum
package runtime.uid_below_minimum

# Root is a finding of runtime/runs-as-root, whatever the minimum.
deny contains {"msg": msg, "path": input.identity.path} if {
	input.parameters.minimum_uid > 0
	input.identity.uid.value > 0
	input.identity.uid.value < input.parameters.minimum_uid
	msg := sprintf("uid %d is below the configured minimum %d, by %s", [
		input.identity.uid.value,
		input.parameters.minimum_uid,
		input.identity.origin,
	])
}
