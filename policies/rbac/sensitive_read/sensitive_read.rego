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
#   remediation: restrict Secrets by resourceNames, or mount the one that is needed; leave pods/exec and its like to people
package rbac.sensitive_read

import data.lib.rbac
import data.lib.words

deny contains {"msg": msg, "path": sprintf("%s/resources/%d", [rule.path, i])} if {
	not rbac.bootstrap(input.object_kind, input.namespace, input.name, input.labels)
	some rule in input.rbac.rules
	count({group | some group in rule.api_groups; group in {"", "*"}}) > 0
	some i, resource in rule.resources
	[verbs, effect] := _reading[_meant(resource)]
	found := [verb |
		some verb in rule.verbs
		verb in verbs
		not _named(resource, verb, rule.resource_names)
	]
	count(found) > 0
	msg := sprintf("%s %s %s: it allows %s on %s", [input.object_kind, input.name, effect, words.list(found), resource])
}

# A wildcard among verbs or resources is the finding of another rule.
_reading := {
	"secrets": [{"get", "list", "watch"}, "may read every Secret"],
	"pods/exec": [{"get", "create"}, "may run commands in pods"],
	"pods/attach": [{"get", "create"}, "may talk to the programs in pods"],
	"pods/ephemeralcontainers": [{"update", "patch"}, "may start containers in pods"],
}

# The API server knows */exec, and neither pods/* nor */*.
_meant(resource) := concat("", ["pods", trim_prefix(resource, "*")]) if startswith(resource, "*/")

_meant(resource) := resource if not startswith(resource, "*/")

# A request to list or watch has no name, and so it is allowed where an empty one is.
_named("secrets", "get", names) if count(names) > 0

_named("secrets", verb, names) if {
	verb in {"list", "watch"}
	count(names) > 0
	not "" in names
}
