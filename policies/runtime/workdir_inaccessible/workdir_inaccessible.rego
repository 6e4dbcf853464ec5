# METADATA
# scope: package
# title: The working directory cannot be entered
# description: >-
#   WORKDIR of the image, or workingDir of the container, is a file, lies below one, is a dangling symlink or is not an
#   absolute path. The runtime can neither enter nor make it, and the container does not start. A directory that the user
#   may not enter is none of these: the runtime enters it as root.
# related_resources:
#   - https://docs.docker.com/reference/dockerfile/#workdir
#   - https://github.com/opencontainers/runc/blob/main/libcontainer/init_linux.go
# schemas:
#   - input: schema.container
# custom:
#   severity: high
#   evidence: entrypoint
#   remediation: name an absolute path that is a directory, or that does not exist, as WORKDIR or workingDir
package runtime.workdir_inaccessible

import data.lib.start

deny contains {"msg": msg, "path": input.start.path} if {
	start.fails
	input.start.reason in {"WorkdirInaccessible"}
	msg := sprintf("the container does not start in its working directory: %s", [input.start.message])
}
