# METADATA
# scope: package
# title: The socket of the container runtime is mounted
# description: >-
#   Who may speak to the container runtime may start a privileged container that mounts the node's root. The socket asks
#   for no password, and a read-only mount does not keep anyone from connecting to it.
# related_resources:
#   - https://docs.docker.com/engine/security/#docker-daemon-attack-surface
#   - https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
# schemas:
#   - input: schema.object
# custom:
#   severity: critical
#   remediation: remove the mount; build images with a rootless builder, and ask the Kubernetes API about containers
#   supersedes: [workload/host-path]
package workload.runtime_socket

import data.lib.host_paths
import data.lib.words

deny contains {"msg": msg, "path": path} if {
	some pod in input.pods
	some path in {mount.path | some mount in pod.host_mounts}
	mounts := [mount |
		some mount in pod.host_mounts
		mount.path == path
		_reaches(mount.host_path, mount.non_root)
	]
	some i, first in mounts
	i == 0
	msg := sprintf("volume %s is hostPath %s, which %s, in container %s", [
		first.volume, first.written, _what(first.host_path),
		words.list([mount.container | some mount in mounts]),
	])
}

_reaches(path, _) if host_paths.socket(path)

# The sockets belong to root, so a directory that happens to hold one opens it to root only.
_reaches(path, false) if count(host_paths.held(path)) > 0

_what(path) := "is the socket of a container runtime" if host_paths.socket(path)

_what(path) := sprintf("holds the socket %s of a container runtime", [sort(host_paths.held(path))[0]]) if {
	not host_paths.socket(path)
}
