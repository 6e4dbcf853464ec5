# METADATA
# scope: package
# title: A misspelt security setting has no effect
# description: >-
#   The API server drops fields that it does not know, unless it is asked to be strict. A misspelt or misplaced setting
#   of a security context is therefore the same as none, while everyone who reads the manifest believes that it holds.
# related_resources:
#   - https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
# schemas:
#   - input: schema.object
# custom:
#   severity: high
#   remediation: write the field by its right name, at its right place
package workload.unknown_security_field

deny contains {"msg": msg, "path": field.path, "write": write} if {
	some field in input.unknown_fields
	field.security
	msg := sprintf("the API server drops %s: no such field stands here", [field.name])
	write := sprintf("write the field at %s", [field.nearest])
}
