# METADATA
# scope: package
# title: USER is a variable that nothing sets
# description: >-
#   A variable that neither ARG, ENV nor the base image sets expands to nothing, and an empty USER is root. The build says
#   no word of it, or gives a warning that nobody reads.
# related_resources:
#   - https://docs.docker.com/reference/dockerfile/#environment-replacement
#   - https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact
# schemas:
#   - input: schema.dockerfile
# custom:
#   severity: high
#   remediation: declare the variable in the stage that uses it (ARG NAME=1000, or ENV), or write the number in USER
#   supersedes: [image/user-root, buildkit/UndefinedVar]
package dockerfile.user_undefined_variable

import data.lib.words

# The user half alone decides: in USER app:$GID the group is lost, and the user is still app.
deny contains {"msg": msg, "path": input.user.undefined[0].path} if {
	startswith(concat("", [input.image.written.value, ":"]), ":")
	names := [variable.name | some variable in input.user.undefined]
	msg := sprintf("nothing sets %s, so USER is empty and the image runs as uid 0", [words.list(names)])
}
