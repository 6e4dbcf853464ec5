# METADATA
# scope: package
# title: A pod shares namespaces of the node
# description: >-
#   With hostNetwork, hostPID or hostIPC a pod sees the network, the processes or the shared memory of its node and
#   of all that runs there. No setting of a container takes that back.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/concepts/workloads/pods/advanced-pod-config/
# schemas:
#   - input: schema.object
# custom:
#   severity: high
#   remediation: remove hostNetwork, hostPID and hostIPC; to be reached from outside, use a Service
#   pss:
#     - {level: baseline, check: hostNamespaces, since: "1.0", reason: host namespaces}
package workload.host_namespaces

deny contains {"msg": "host namespaces: hostNetwork=true", "path": pod.host_network.from} if {
	some pod in input.pods
	pod.host_network.value
}

deny contains {"msg": "host namespaces: hostPID=true", "path": pod.host_pid.from} if {
	some pod in input.pods
	pod.host_pid.value
}

deny contains {"msg": "host namespaces: hostIPC=true", "path": pod.host_ipc.from} if {
	some pod in input.pods
	pod.host_ipc.value
}
