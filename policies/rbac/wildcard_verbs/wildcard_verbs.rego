# METADATA
# scope: package
# title: A role allows every verb
# description: >-
#   The wildcard includes deleting whole collections, the verbs escalate, bind and impersonate, and whatever a later version
#   of Kubernetes adds. What is really used cannot be told from it.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# schemas:
#   - input: schema.object
# custom:
#   severity: high
#   remediation: write the verbs that are needed
package rbac.wildcard_verbs

import data.lib.rbac
import data.lib.words

deny contains {"msg": msg, "path": sprintf("%s/verbs/%d", [rule.path, i])} if {
	not rbac.bootstrap(input.object_kind, input.namespace, input.name, input.labels)
	some rule in input.rbac.rules
	rbac.kubernetes(rule.api_groups)
	count(rule.resources) > 0
	some i, verb in rule.verbs
	verb == "*"
	msg := sprintf("%s %s allows everything with %s: verbs holds *", [
		input.object_kind, input.name,
		words.list(rbac.shown(rule.resources, "every resource")),
	])
}
