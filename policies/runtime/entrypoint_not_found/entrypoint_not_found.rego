# METADATA
# scope: package
# title: There is no such program in the image
# description: >-
#   Nothing in the image or its mounts answers to the first argument that would run, or the interpreter that the file
#   asks for (#! line, dynamic loader) is missing. A volume that is mounted over the program hides it.
# related_resources:
#   - https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
#   - https://man7.org/linux/man-pages/man2/execve.2.html
# schemas:
#   - input: schema.container
# custom:
#   severity: high
#   evidence: entrypoint
#   remediation: name a program that is in the image, by its absolute path, and copy its interpreter into the image too
package runtime.entrypoint_not_found

import data.lib.start

deny contains {"msg": msg, "path": input.start.path} if {
	start.fails
	input.start.reason in {"EntrypointNotFound", "InterpreterNotFound"}
	msg := sprintf("the container does not start: %s", [input.start.message])
}
