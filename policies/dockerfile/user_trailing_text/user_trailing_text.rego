# METADATA
# scope: package
# title: Text behind USER became part of it
# description: >-
#   A Dockerfile has no comments at the end of a line. What follows the user, a comment or a second word, is part of USER,
#   and no runtime finds a user of that name.
# related_resources:
#   - https://docs.docker.com/reference/dockerfile/#format
# schemas:
#   - input: schema.dockerfile
# custom:
#   severity: high
#   remediation: put the comment on a line of its own, and nothing behind the user
#   supersedes:
#     - image/group-ignored
#     - image/group-root
#     - image/user-invalid
#     - image/user-no-passwd-entry
#     - image/user-non-canonical
#     - image/user-non-numeric
#     - image/user-root
#     - image/user-unknown
package dockerfile.user_trailing_text

deny contains {"msg": msg, "path": input.user.trailing_path} if {
	input.user.trailing != ""
	msg := sprintf("%s is part of USER%s", [json.marshal(input.user.trailing), _whole])
}

default _whole := ""

_whole := sprintf(", which is %s", [json.marshal(input.image.written.value)])
