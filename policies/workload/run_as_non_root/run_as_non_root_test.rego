package workload.run_as_non_root_test

import data.lib.fixture
import data.workload.run_as_non_root

_pod_at := "/spec/securityContext/runAsNonRoot"

_at(i) := sprintf("/spec/containers/%d/securityContext/runAsNonRoot", [i])

_own(name, i, value) := object.union(fixture.own(name, i), {"run_as_non_root": value})

_pod(value, containers) := object.union(
	fixture.pod,
	{"security": {"run_as_non_root": value}, "containers": containers},
)

_denied(pod) := found if {
	found := run_as_non_root.deny with input as fixture.resource with input.pods as [pod]
}

test_absent_everywhere if {
	_denied(_pod(fixture.unset(_pod_at), [fixture.own("app", 0), fixture.own("proxy", 1)])) == {
		{"msg": "runAsNonRoot != true: neither container app nor its pod sets it", "path": _at(0)},
		{"msg": "runAsNonRoot != true: neither container proxy nor its pod sets it", "path": _at(1)},
	}
}

test_absent_at_one_container if {
	containers := [_own("app", 0, fixture.set(true, _at(0))), fixture.own("proxy", 1)]
	_denied(_pod(fixture.unset(_pod_at), containers)) == {{
		"msg": "runAsNonRoot != true: neither container proxy nor its pod sets it",
		"path": _at(1),
	}}
}

test_false_at_the_pod_is_one_finding if {
	_denied(_pod(fixture.set(false, _pod_at), [fixture.own("app", 0)])) == {{
		"msg": "runAsNonRoot != true: it is false for the pod",
		"path": _pod_at,
	}}
}

test_false_at_the_pod_though_true_at_the_container if {
	_denied(_pod(fixture.set(false, _pod_at), [_own("app", 0, fixture.set(true, _at(0)))])) == {{
		"msg": "runAsNonRoot != true: it is false for the pod",
		"path": _pod_at,
	}}
}

test_false_at_the_container_though_true_at_the_pod if {
	_denied(_pod(fixture.set(true, _pod_at), [_own("app", 0, fixture.set(false, _at(0)))])) == {{
		"msg": "runAsNonRoot != true: it is false for container app",
		"path": _at(0),
	}}
}

test_true_at_the_pod_is_silent if _denied(_pod(fixture.set(true, _pod_at), [fixture.own("app", 0)])) == set()

test_true_at_each_container_is_silent if {
	_denied(_pod(fixture.unset(_pod_at), [_own("app", 0, fixture.set(true, _at(0)))])) == set()
}

test_user_namespace_is_silent if _denied(object.union(fixture.pod, {"user_namespace": true})) == set()

test_user_namespace_before_1_35 if {
	found := run_as_non_root.deny with input as fixture.resource
		with input.pods as [object.union(fixture.pod, {"user_namespace": true})]
		with input.kubernetes_minor as 34
	found == {{"msg": "runAsNonRoot != true: neither container app nor its pod sets it", "path": _at(0)}}
}
