# METADATA
# scope: package
# title: The container has no memory limit
# description: >-
#   Without a limit one container can take all memory of its node: a leak, or a request that was made to be large, then
#   ends other pods instead of this one. Init containers take memory as all others do.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
#   - https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/
# schemas:
#   - input: schema.container
# custom:
#   severity: medium
#   remediation: write resources.limits.memory, a little above what the program takes at its peak
package workload.memory_limit

import data.lib.words

deny contains {"msg": msg, "path": input.resources.memory_limit.from} if {
	input.type != "ephemeral"
	not _limited
	msg := sprintf("the container may take all memory of its node: resources.limits.memory %s", [
		words.value(input.resources.memory_limit),
	])
}

# A limit of 0 is none.
_limited if {
	input.resources.memory_limit.set
	input.resources.memory_limit.value != "0"
}
