# METADATA
# scope: package
# title: A role allows to get more rights
# description: >-
#   Kubernetes lets nobody give away rights that he does not have, with these exceptions: the verbs escalate and bind for
#   roles, the verb impersonate for users and groups, tokens of service accounts, which are made for whoever may create them,
#   and nodes/proxy, which reaches the kubelet behind all of that.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# schemas:
#   - input: schema.object
# custom:
#   severity: high
#   remediation: remove the right; bind, impersonate and serviceaccounts/token can be restricted by resourceNames
package rbac.escalation

import data.lib.rbac
import data.lib.words

deny contains {"msg": msg, "path": sprintf("%s/verbs/%d", [rule.path, i])} if {
	not rbac.bootstrap(input.object_kind, input.namespace, input.name, input.labels)
	some rule in input.rbac.rules
	some i, verb in rule.verbs
	[groups, resources, effect] := rbac.powers[verb]
	count({group | some group in rule.api_groups; group in groups}) > 0
	found := [resource | some resource in rule.resources; resource in resources; not rbac.beyond(input.object_kind, verb, resource)]
	count(found) > 0
	not _harmless(verb, rule.resource_names)
	on := words.list(rbac.shown(found, "every resource"))
	msg := sprintf("%s %s %s: it allows %s on %s", [input.object_kind, input.name, effect, verb, on])
}

deny contains {"msg": msg, "path": sprintf("%s/resources/%d", [rule.path, i])} if {
	not rbac.bootstrap(input.object_kind, input.namespace, input.name, input.labels)
	some rule in input.rbac.rules
	input.object_kind == "ClusterRole"
	count({group | some group in rule.api_groups; group in {"", "*"}}) > 0
	some i, resource in rule.resources
	resource in {"nodes/proxy", "*/proxy"}
	found := [verb | some verb in rule.verbs; verb in {"get", "create", "*"}]
	count(found) > 0
	verbs := words.list(rbac.shown(found, "every verb"))
	msg := sprintf("%s %s %s: it allows %s on %s", [input.object_kind, input.name, _through_the_kubelet, verbs, resource])
}

_harmless("create", names) if count(names) > 0

_harmless(verb, names) if {
	verb in {"bind", "impersonate"}
	count(names) > 0
	every name in names {
		not regex.match(`^(system:.*|cluster-admin|admin|edit)$`, name)
	}
}

_through_the_kubelet := "may run commands in every pod of a node, through the kubelet"
