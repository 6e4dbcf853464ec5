# METADATA
# scope: package
# title: A later USER undid one that was not root
# description: >-
#   The Dockerfile, or the image that it is made FROM, had a user other than root, and the last USER is root again, mostly
#   left over from a step that had to be root. The last one counts.
# related_resources:
#   - https://docs.docker.com/reference/dockerfile/#user
# schemas:
#   - input: schema.dockerfile
# custom:
#   severity: high
#   evidence: config
#   remediation: write the former user once more at the end of the last stage
#   supersedes: [image/user-root]
package dockerfile.user_reset

deny contains {"msg": msg, "path": input.user.path, "write": write, "related": {related}} if {
	input.user.former != ""
	not _left_by_a_variable
	msg := sprintf("%s undoes USER %s", [_user, input.user.former])
	write := sprintf("write USER %s once more behind the last step that must be root", [input.user.former])
	related := {"msg": _set_here, "path": input.user.former_path}
}

_user := "an empty USER" if input.image.written.value == ""

_user := sprintf("USER %s", [input.image.written.value]) if input.image.written.value != ""

# That is user-undefined-variable's.
_left_by_a_variable if {
	startswith(concat("", [input.image.written.value, ":"]), ":")
	count(input.user.undefined) > 0
}

_set_here := "the user was set here" if input.user.former_base == ""

_set_here := sprintf("the user was set by the base image %s", [input.user.former_base]) if input.user.former_base != ""
