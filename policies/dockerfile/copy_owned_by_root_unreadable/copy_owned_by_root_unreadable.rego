# METADATA
# scope: package
# title: The program is copied without permission for the user to execute it
# description: >-
#   COPY and ADD leave files to root, with the mode that they have in the build context or the other stage. Where that mode
#   says nothing for others, the image's user cannot execute its own program.
# related_resources:
#   - https://docs.docker.com/reference/dockerfile/#copy---chown---chmod
# schemas:
#   - input: schema.dockerfile
# custom:
#   severity: medium
#   evidence: entrypoint
#   remediation: copy it with --chmod=0755
package dockerfile.copy_owned_by_root_unreadable

deny contains {"msg": msg, "path": copy.path, "write": write} if {
	input.start.verdict == "fails"
	input.start.reason == "EntrypointNotExecutable"
	some copy in input.copies
	copy.program
	msg := sprintf("uid %d cannot execute %s, which this %s makes: %s", [
		input.image.uid.value,
		input.start.program,
		copy.keyword,
		input.start.message,
	])
	write := sprintf("write %s --chmod=0755 %s %s", [copy.keyword, copy.source, copy.dest])
}
