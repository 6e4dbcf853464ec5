# METADATA
# scope: package
# title: The image's USER is an unusual spelling of a number
# description: >-
#   Runtimes read +1000 and 01000 as 1000. Readers, scanners and admission policies that compare text do not.
# related_resources:
#   - https://pkg.go.dev/strconv#ParseInt
# schemas:
#   - input: schema.image
# custom:
#   severity: low
#   evidence: users
#   remediation: write the number without sign and leading zeros
package image.user_non_canonical

import data.lib.image_user

deny contains {"msg": msg, "path": "", "write": write} if {
	image_user.group_counts
	input.user.numeric
	not input.user.canonical
	msg := sprintf("USER %s is uid %d in an unusual spelling", [input.user.written.value, input.user.uid.value])
	write := sprintf("write USER %d", [input.user.uid.value])
}
