# METADATA
# scope: package
# title: A role is about every resource
# description: >-
#   The wildcard includes Secrets, roles, pods with their logs and shells, and every resource that is installed later. Even
#   read-only it hands out all credentials of the cluster, or of the namespace.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# schemas:
#   - input: schema.object
# custom:
#   severity: high
#   remediation: write the resources that are needed
package rbac.wildcard_resources

import data.lib.rbac
import data.lib.words

deny contains {"msg": msg, "path": sprintf("%s/resources/%d", [rule.path, i])} if {
	not rbac.bootstrap(input.object_kind, input.namespace, input.name, input.labels)
	some rule in input.rbac.rules
	rbac.kubernetes(rule.api_groups)
	count(rule.verbs) > 0
	some i, resource in rule.resources
	resource == "*"
	groups := [_group(group) | some group in rbac.shown(rule.api_groups, "every group")]
	msg := sprintf("%s %s allows %s for every resource of %s: resources holds *", [
		input.object_kind, input.name,
		words.list(rbac.shown(rule.verbs, "every verb")), words.list(groups),
	])
}

# An aggregated role has the rules of the roles that it selects.
deny contains {"msg": msg, "path": selector.path} if {
	some selector in input.rbac.aggregations
	selector.cluster_admin
	msg := sprintf("%s %s takes over the rules of cluster-admin, which the selector selects", [input.object_kind, input.name])
}

_group("") := "the core group"

_group(group) := group if group != ""
