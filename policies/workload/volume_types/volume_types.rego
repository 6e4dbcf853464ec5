# METADATA
# scope: package
# title: A volume is of a kind that Pod Security restricts
# description: >-
#   Pods under the restricted level use storage through claims, and otherwise only what Kubernetes itself provides:
#   configMap, csi, downwardAPI, emptyDir, ephemeral, image, projected and secret. A kind such as nfs lets the
#   author of a pod choose servers, addresses and credentials.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://kubernetes.io/docs/concepts/storage/persistent-volumes/
# schemas:
#   - input: schema.object
# custom:
#   severity: medium
#   remediation: let a PersistentVolume hold the server and its credentials, and name it by a persistentVolumeClaim
#   pss:
#     - {level: restricted, check: restrictedVolumes, since: "1.0", reason: restricted volume types}
package workload.volume_types

import data.lib.pod_security

# What is a hostPath too is a finding of workload/host-path.
deny contains {"msg": msg, "path": sprintf("%s/%s", [volume.path, source])} if {
	some pod in input.pods
	some volume in pod.volumes
	not _passes(volume.sources)
	some source in volume.sources
	msg := sprintf("restricted volume types: volume %s is of type %s", [volume.name, source])
}

_passes(sources) if {
	some source in sources
	source in pod_security.volume_types
}

_passes(sources) if "hostPath" in sources
