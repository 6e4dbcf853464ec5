# METADATA
# scope: package
# title: The container requests no CPU or memory
# description: >-
#   The scheduler places a pod by its requests. One that requests nothing goes to any node, gets what others leave, and is
#   the first to be evicted. An init container need not request anything: the pod's other containers do.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# schemas:
#   - input: schema.container
# custom:
#   severity: low
#   remediation: write resources.requests with the cpu and memory that the program takes in a normal hour
package workload.resource_requests

import data.lib.words

deny contains {"msg": msg, "path": path} if {
	input.type in {"regular", "sidecar"}
	_lacks
	msg := sprintf("the scheduler does not know what the container needs: it requests no %s", [words.list(_missing)])
	path := _paths[_missing[0]]
}

_lacks if not _cpu

_lacks if not _memory

_missing := [name | some name in ["cpu", "memory"]; _paths[name]]

_paths["cpu"] := input.resources.cpu_request.from if not _cpu

_paths["memory"] := input.resources.memory_request.from if not _memory

# A request of 0 is none.
_cpu if {
	input.resources.cpu_request.set
	input.resources.cpu_request.value != "0"
}

_memory if {
	input.resources.memory_request.set
	input.resources.memory_request.value != "0"
}
