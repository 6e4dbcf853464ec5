package workload.run_as_user_root_test

import data.lib.fixture
import data.workload.run_as_user_root

_pod_at := "/spec/securityContext/runAsUser"

_container_at := "/spec/containers/0/securityContext/runAsUser"

_denied(pod_user, container_user, changes) := found if {
	container := object.union(fixture.own("app", 0), {"run_as_user": container_user})
	pod := object.union(fixture.pod, object.union({"containers": [container]}, changes))
	found := run_as_user_root.deny with input as fixture.resource with input.pods as [object.union(
		pod,
		{"security": {"run_as_user": pod_user}},
	)]
}

_pod_finding := {"msg": "runAsUser=0 for the pod: its containers run as root unless they override it", "path": _pod_at}

_container_finding := {"msg": "runAsUser=0: the container runs as root", "path": _container_at}

test_pod if _denied(fixture.set(0, _pod_at), fixture.unset(_container_at), {}) == {_pod_finding}

test_container if _denied(fixture.unset(_pod_at), fixture.set(0, _container_at), {}) == {_container_finding}

test_both if _denied(fixture.set(0, _pod_at), fixture.set(0, _container_at), {}) == {_pod_finding, _container_finding}

test_overridden_by_the_container if {
	_denied(fixture.set(0, _pod_at), fixture.set(1000, _container_at), {}) == {_pod_finding}
}

test_another_user_is_silent if {
	_denied(fixture.set(1000, _pod_at), fixture.set(1001, _container_at), {}) == set()
}

test_absent_is_silent if _denied(fixture.unset(_pod_at), fixture.unset(_container_at), {}) == set()

test_user_namespace_is_silent if {
	_denied(fixture.set(0, _pod_at), fixture.set(0, _container_at), {"user_namespace": true}) == set()
}

test_user_namespace_before_1_35 if {
	pod := object.union(fixture.pod, {"user_namespace": true, "security": {"run_as_user": fixture.set(0, _pod_at)}})
	found := run_as_user_root.deny with input as fixture.resource
		with input.pods as [pod]
		with input.kubernetes_minor as 34
	found == {_pod_finding}
}

test_object_without_pod_is_silent if {
	found := run_as_user_root.deny with input as fixture.resource with input.pods as []
	found == set()
}
