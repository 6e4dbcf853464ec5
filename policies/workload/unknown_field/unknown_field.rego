# METADATA
# scope: package
# title: A field has no effect
# description: >-
#   The API server drops fields that it does not know, unless it is asked to be strict. A misspelt or misplaced field is
#   the same as none.
# related_resources:
#   - https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
# schemas:
#   - input: schema.object
# custom:
#   severity: medium
#   remediation: remove the field, or write it by its right name, at its right place
package workload.unknown_field

deny contains object.union({"msg": msg, "path": field.path}, _write(field.nearest)) if {
	not input.kubernetes_newer_than_known
	some field in input.unknown_fields
	not field.security
	msg := sprintf("the API server drops %s: no such field stands here", [field.name])
}

_write("") := {}

_write(nearest) := {"write": sprintf("write the field at %s, or remove it", [nearest])} if nearest != ""
