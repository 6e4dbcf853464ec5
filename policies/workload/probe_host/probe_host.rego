# METADATA
# scope: package
# title: A probe or a lifecycle hook names a host
# description: >-
#   The kubelet itself makes the requests of probes and hooks, from the network of the node. With a host in it,
#   whoever writes a pod chooses where to: the metadata service of the cloud, other nodes, what listens on
#   localhost.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
# schemas:
#   - input: schema.container
# custom:
#   severity: medium
#   remediation: remove host, so that the kubelet asks the pod itself; for a name, set the Host header in httpHeaders
#   pss:
#     - {level: baseline, check: hostProbesAndHostLifecycle, since: "1.34", reason: probe or lifecycle host}
package workload.probe_host

deny contains {"msg": msg, "path": probe.path} if {
	some probe in input.probe_hosts
	msg := sprintf("probe or lifecycle host: %s is %s", [probe.field, probe.host])
}
