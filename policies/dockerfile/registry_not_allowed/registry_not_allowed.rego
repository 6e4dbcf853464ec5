# METADATA
# scope: package
# title: A base comes from a registry that is not allowed
# description: >-
#   The configuration lists the registries that images may come from. A stage is made FROM an image of another one, so
#   what is built holds, or was built by, what nobody has looked at.
# related_resources:
#   - https://docs.docker.com/reference/dockerfile/#from
# schemas:
#   - input: schema.dockerfile
# custom:
#   severity: high
#   parameters: [allowed-registries]
#   remediation: copy the base to an allowed registry and name it there
package dockerfile.registry_not_allowed

import data.lib.registries
import data.lib.words

# Stages that only build count too: what they run decides what is built.
deny contains {"msg": msg, "path": stage.path} if {
	allowed := input.parameters.allowed_registries
	count(allowed) > 0
	some stage in input.stages
	repository := stage.repository.value
	not registries.holds(allowed, repository)
	msg := sprintf("FROM %s comes from %s; allowed is %s", [stage.from, repository, words.list(allowed)])
}
