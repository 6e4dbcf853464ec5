# METADATA
# scope: package
# title: A secret stands in the manifest
# description: >-
#   Whoever may read the manifest, the repository, its history or the object in the cluster has the secret. It cannot be
#   rotated without a change of the manifest, and rights to read Secrets do not protect it.
# related_resources:
#   - https://kubernetes.io/docs/tasks/inject-data-application/distribute-credentials-secure/
#   - https://kubernetes.io/docs/concepts/security/secrets-good-practices/
# schemas:
#   - input: schema.container
# custom:
#   severity: high
#   remediation: replace the secret, as it was seen, and refer to a Secret with valueFrom.secretKeyRef
package workload.secret_in_env

import data.lib.secrets

deny contains {"msg": msg, "path": variable.path} if {
	some variable in _suspects
	msg := sprintf("the value of %s is written out, and %s", [variable.name, _why(variable.name, variable.value)])
}

_suspects contains variable if {
	some variable in input.env
	regex.match(secrets.name_sign, variable.name)
}

_suspects contains variable if {
	some variable in input.env
	regex.match(secrets.value_sign, variable.value)
}

_why(_, value) := sprintf("it is %s", [secrets.shape(value)])

_why(name, value) := "its name says that it is a secret" if {
	not secrets.shape(value)
	secrets.named(name, value)
}
