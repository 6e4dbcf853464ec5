# METADATA
# scope: package
# title: A role allows to read Secrets or to enter pods
# description: >-
#   Secrets hold the credentials of everything else, the tokens of service accounts among them; list and watch show their
#   content as get does. A shell in a pod has all that the pod has.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# schemas:
#   - input: schema.object
# custom:
#   severity: medium
#   remediation: restrict Secrets by resourceNames, or mount the one that is needed; leave pods/exec to people
package rbac.sensitive_read

import data.lib.rbac
import data.lib.words

deny contains {"msg": msg, "path": sprintf("%s/resources/%d", [rule.path, i])} if {
	not rbac.bootstrap(input.object_kind, input.namespace, input.name, input.labels)
	some rule in input.rbac.rules
	count({group | some group in rule.api_groups; group in {"", "*"}}) > 0
	some i, resource in rule.resources
	[verbs, effect] := _reading[resource]
	found := [verb | some verb in rule.verbs; verb in verbs]
	count(found) > 0
	not _named(resource, rule.resource_names)
	msg := sprintf("%s %s %s: it allows %s on %s", [input.object_kind, input.name, effect, words.list(found), resource])
}

# A wildcard among verbs or resources is the finding of another rule.
_reading := {
	"secrets": [{"get", "list", "watch"}, "may read every Secret"],
	"pods/exec": [{"get", "create"}, "may run commands in pods"],
	"pods/attach": [{"get", "create"}, "may talk to the programs in pods"],
}

_named("secrets", names) if count(names) > 0
