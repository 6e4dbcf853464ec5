# METADATA
# scope: package
# title: The container may overwrite its own program
# description: >-
#   The user that the container runs as may write the file that it runs. A fault in the program can then replace it, and
#   the replacement runs at the next restart within the container's life.
# related_resources:
#   - https://docs.docker.com/build/building/best-practices/
# schemas:
#   - input: schema.container
# custom:
#   severity: low
#   evidence: entrypoint
#   remediation: leave the program to root with mode 0755 in the image (no --chown in COPY), or make the root read-only
package runtime.entrypoint_writable

import data.lib.start

deny contains {"msg": msg, "path": input.start.path} if {
	input.start.program_writable.value
	not input.power.read_only_root_filesystem
	not start.high_rule_fires
	msg := sprintf("uid %d may overwrite %s, which it runs", [input.identity.uid.value, input.start.program])
}
