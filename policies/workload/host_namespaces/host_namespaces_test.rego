package workload.host_namespaces_test

import data.lib.fixture
import data.workload.host_namespaces

_denied(changes) := found if {
	found := host_namespaces.deny with input as fixture.with_pod(changes)
}

test_network if {
	_denied({"host_network": fixture.set(true, "/spec/hostNetwork")}) == {{
		"msg": "host namespaces: hostNetwork=true",
		"path": "/spec/hostNetwork",
	}}
}

test_processes_and_memory if {
	changes := {
		"host_pid": fixture.set(true, "/spec/hostPID"),
		"host_ipc": fixture.set(true, "/spec/hostIPC"),
	}
	_denied(changes) == {
		{"msg": "host namespaces: hostPID=true", "path": "/spec/hostPID"},
		{"msg": "host namespaces: hostIPC=true", "path": "/spec/hostIPC"},
	}
}

test_absent_is_silent if _denied({}) == set()

test_no_pod_is_silent if {
	found := host_namespaces.deny with input as fixture.resource with input.pods as []
	found == set()
}
