# METADATA
# scope: package
# title: A capability is added or dropped without effect
# description: >-
#   Runtimes clear the ambient set: a capability that is added to a container of another user than root reaches no program
#   but one with file capabilities. And a name that the runtime does not know, such as one with a CAP_ prefix, is ignored.
# related_resources:
#   - https://github.com/kubernetes/kubernetes/issues/56374
#   - https://github.com/kubernetes/enhancements/issues/2763
# schemas:
#   - input: schema.container
# custom:
#   severity: low
#   evidence: entrypoint
#   remediation: remove the name, or write it as capabilities(7) does without CAP_, or set the file capability in the image
package runtime.capability_without_effect

import data.lib.start

deny contains {"msg": msg, "path": capability.path} if {
	not start.high_rule_fires
	some capability in input.power.without_effect
	msg := sprintf("capability %s is added without effect: %s", [capability.name, capability.reason])
}

deny contains {"msg": msg, "path": capability.path} if {
	not start.high_rule_fires
	some capability in input.power.ignored
	msg := sprintf("capability %s is ignored: %s", [json.marshal(capability.name), capability.reason])
}
