package workload.windows_host_process_test

import data.lib.fixture
import data.workload.windows_host_process

_pod_at := "/spec/securityContext/windowsOptions/hostProcess"

_container_at := "/spec/containers/0/securityContext/windowsOptions/hostProcess"

_denied(at_pod, at_container) := found if {
	found := windows_host_process.deny with input as fixture.with_contexts(at_pod, at_container)
}

_host_process(value, at) := {"windows_host_process": fixture.set(value, at)}

test_pod if {
	_denied(_host_process(true, _pod_at), {}) == {{"msg": "hostProcess: it is true for the pod", "path": _pod_at}}
}

test_container if {
	_denied({}, _host_process(true, _container_at)) == {{
		"msg": "hostProcess: it is true for container app",
		"path": _container_at,
	}}
}

test_false_is_silent if _denied(_host_process(false, _pod_at), _host_process(false, _container_at)) == set()

test_absent_is_silent if _denied({}, {}) == set()
