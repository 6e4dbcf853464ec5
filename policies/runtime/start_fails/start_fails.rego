# METADATA
# scope: package
# title: The container does not start
# description: >-
#   The API server, the kubelet, the runtime or the kernel will refuse this container, for a reason that no other rule is
#   about: nothing to run, a broken environment, layers that do not unpack, a field that the API server rejects.
# related_resources:
#   - https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/
# schemas:
#   - input: schema.container
# custom:
#   severity: high
#   evidence: entrypoint
#   remediation: mend what the message names
package runtime.start_fails

import data.lib.start

deny contains {"msg": msg, "path": input.start.path} if {
	input.start.verdict == "fails"
	input.kubelet.verdict != "refuses"
	not input.start.reason in start.explained
	msg := sprintf("the container does not start (%s): %s", [input.start.reason, input.start.message])
}
