# METADATA
# scope: package
# title: The image may add groups
# description: >-
#   With the policy Merge, which is the default, the runtime adds every group of the image's /etc/group that lists the
#   user. Whoever builds the image so decides what the process may read and write on volumes.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#supplementalgroupspolicy
# schemas:
#   - input: schema.object
# custom:
#   severity: low
#   remediation: "write supplementalGroupsPolicy: Strict in the pod's securityContext"
package workload.supplemental_groups_policy

import data.lib.words

deny contains {"msg": msg, "path": pod.security.supplemental_groups_policy.from} if {
	input.kubernetes_minor >= 33
	some pod in input.pods
	pod.os != "windows"
	not pod.settings_elsewhere
	not pod.path in _strict
	msg := sprintf("groups of the image's /etc/group count: supplementalGroupsPolicy %s", [
		words.value(pod.security.supplemental_groups_policy),
	])
}

_strict contains pod.path if {
	some pod in input.pods
	pod.security.supplemental_groups_policy.value == "Strict"
}
