# METADATA
# scope: package
# title: A RUN gives a program setuid, setgid or capabilities
# description: >-
#   Whoever starts such a program gets the power of its owner or group, or the capabilities, unless the container forbids
#   privilege escalation; and then a program that needs them does not start.
# related_resources:
#   - https://man7.org/linux/man-pages/man7/capabilities.7.html
#   - https://man7.org/linux/man-pages/man7/inode.7.html
# schemas:
#   - input: schema.dockerfile
# custom:
#   severity: low
#   remediation: leave the bits out, since ports below 1024 and shared folders need none in a container
package dockerfile.setuid_added

deny contains {"msg": msg, "path": power.path} if {
	some power in input.powers
	what := {true: "capabilities", false: "the power of its owner or group"}[power.capability]
	file := object.get({"": "the file"}, power.file, power.file)
	msg := sprintf("%s gives %s to whoever starts %s", [power.command, what, file])
}
