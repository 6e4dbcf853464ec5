# METADATA
# scope: package
# title: The image comes from a registry that is not allowed
# description: >-
#   The configuration lists the registries that images may come from. This one is neither among them nor below one, so
#   nobody has looked at what it holds, and its owner decides what runs.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/#image-names
# schemas:
#   - input: schema.container
# custom:
#   severity: high
#   parameters: [allowed-registries]
#   remediation: copy the image to an allowed registry and name it there
package runtime.registry_not_allowed

import data.lib.registries
import data.lib.words

deny contains {"msg": msg, "path": input.image.path} if {
	allowed := input.parameters.allowed_registries
	count(allowed) > 0
	repository := input.image.repository.value
	not registries.holds(allowed, repository)
	msg := sprintf("image %s comes from %s; allowed is %s", [input.image.ref, repository, words.list(allowed)])
}
