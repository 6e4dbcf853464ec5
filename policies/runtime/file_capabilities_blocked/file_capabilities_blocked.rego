# METADATA
# scope: package
# title: The program's file capabilities are outside the bounding set
# description: >-
#   The program carries file capabilities with the effective bit, and the container's bounding set lacks one of them. The
#   kernel then refuses execve with EPERM, for every user, root included.
# related_resources:
#   - https://man7.org/linux/man-pages/man7/capabilities.7.html
#   - https://github.com/kubernetes/ingress-nginx/issues/10002
# schemas:
#   - input: schema.container
# custom:
#   severity: high
#   evidence: entrypoint
#   remediation: add the capability that the program carries, or remove it from the file in the image (setcap -r)
package runtime.file_capabilities_blocked

import data.lib.start

deny contains {"msg": msg, "path": input.start.path} if {
	start.fails
	input.start.reason in {"FileCapabilities"}
	msg := sprintf("the container does not start: %s", [input.start.message])
}
