# METADATA
# scope: package
# title: The container's user cannot execute its program
# description: >-
#   The effective user may not execute the file or reach it, or the kernel cannot run it: another architecture, an empty
#   file, text without a #! line. With drop ALL root's override of mode bits goes too, so hardening alone can cause this.
# related_resources:
#   - https://man7.org/linux/man-pages/man2/execve.2.html
#   - https://man7.org/linux/man-pages/man7/capabilities.7.html
# schemas:
#   - input: schema.container
# custom:
#   severity: high
#   evidence: entrypoint
#   remediation: give the program and all folders above it mode 0755 in the image (COPY --chmod=0755)
package runtime.entrypoint_not_executable

import data.lib.start

deny contains {"msg": msg, "path": input.start.path} if {
	start.fails
	input.start.reason in {"EntrypointNotExecutable", "ExecFormat"}
	msg := sprintf("the container does not start: %s", [input.start.message])
}
