# METADATA
# scope: package
# title: The container has no CPU limit
# description: >-
#   Without a limit a container takes whatever CPU the node has left. Requests already divide CPU fairly under load, and a
#   limit slows programs down on idle nodes, so this rule is for clusters that want equal speed everywhere.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# schemas:
#   - input: schema.container
# custom:
#   severity: low
#   default: off
#   remediation: write resources.limits.cpu
package workload.cpu_limit

import data.lib.words

deny contains {"msg": msg, "path": input.resources.cpu_limit.from} if {
	input.type != "ephemeral"
	not _limited
	msg := sprintf("the container may take all CPU of its node: resources.limits.cpu %s", [
		words.value(input.resources.cpu_limit),
	])
}

# A limit of 0 is none.
_limited if {
	input.resources.cpu_limit.set
	input.resources.cpu_limit.value != "0"
}
