# METADATA
# scope: package
# title: A Windows container runs as a process of the node
# description: >-
#   A HostProcess container is no container: it runs in the node itself, with its network, its files and, as NT
#   AUTHORITY\SYSTEM, all its power.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/
# schemas:
#   - input: schema.object
# custom:
#   severity: high
#   remediation: remove windowsOptions.hostProcess and hostNetwork
#   pss:
#     - {level: baseline, check: windowsHostProcess, since: "1.0", reason: hostProcess}
package workload.windows_host_process

deny contains {"msg": msg, "path": context.windows_host_process.from} if {
	some pod in input.pods
	some context in pod.contexts
	context.windows_host_process.value
	msg := sprintf("hostProcess: it is true for %s", [context.owner])
}
