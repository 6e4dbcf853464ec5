# METADATA
# scope: package
# title: A volume is a directory of the node
# description: >-
#   A hostPath volume mounts a file or directory of the node. What the pod reads there belongs to others, and what
#   it writes stays when it is gone: a start script, a key, a program that the node runs as root.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
# schemas:
#   - input: schema.object
# custom:
#   severity: high
#   remediation: use an emptyDir for scratch space, a persistentVolumeClaim for data, a configMap or secret for files
#   pss:
#     - {level: baseline, check: hostPathVolumes, since: "1.0", reason: hostPath volumes}
#     - {level: restricted, check: restrictedVolumes, since: "1.0", reason: restricted volume types}
package workload.host_path

import data.lib.pod_security

deny contains {"msg": msg, "path": sprintf("%s/hostPath", [volume.path])} if {
	some pod in input.pods
	some volume in pod.volumes
	"hostPath" in volume.sources
	not _passes(volume.sources)
	msg := sprintf("%s: volume %s is hostPath %s", [_reason, volume.name, volume.host_path])
}

# The restricted level looks for one allowed source, the baseline level for hostPath. They differ on a volume that is
# both, which the API server does not take.
_passes(sources) if {
	input.pod_security_level == "restricted"
	some source in sources
	source in pod_security.volume_types
}

_reason := "restricted volume types" if input.pod_security_level == "restricted"

_reason := "hostPath volumes" if input.pod_security_level == "baseline"
