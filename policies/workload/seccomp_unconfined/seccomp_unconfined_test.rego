package workload.seccomp_unconfined_test

import data.lib.fixture
import data.workload.seccomp_unconfined

_pod_at := "/spec/securityContext/seccompProfile/type"

_container_at := "/spec/containers/0/securityContext/seccompProfile/type"

_type(value, at) := {"seccomp_profile": fixture.set(value, at)}

_denied(at_pod, at_container, minor) := found if {
	found := seccomp_unconfined.deny with input as fixture.with_contexts(at_pod, at_container)
		with input.kubernetes_minor as minor
}

_annotated(key, value, minor) := found if {
	found := seccomp_unconfined.deny with input as fixture.with_pod({"annotations": [{
		"key": key,
		"value": value,
		"path": "/metadata/annotations/x",
	}]})
		with input.kubernetes_minor as minor
}

_on_windows(level, minor) := found if {
	contexts := [object.union(fixture.context("the pod", "/spec"), _type("Unconfined", _pod_at))]
	found := seccomp_unconfined.deny with input as fixture.with_pod({"declared_os": "windows", "contexts": contexts})
		with input.pod_security_level as level
		with input.kubernetes_minor as minor
}

_pod_finding := {"msg": "seccompProfile: its type is \"Unconfined\" for the pod", "path": _pod_at}

_container_key := "container.seccomp.security.alpha.kubernetes.io/app"

_pod_key := "seccomp.security.alpha.kubernetes.io/pod"

test_pod if _denied(_type("Unconfined", _pod_at), {}, 37) == {_pod_finding}

test_container if {
	_denied(_type("RuntimeDefault", _pod_at), _type("Unconfined", _container_at), 37) == {{
		"msg": "seccompProfile: its type is \"Unconfined\" for container app",
		"path": _container_at,
	}}
}

test_empty_type if {
	_denied({}, _type("", _container_at), 37) == {{
		"msg": "seccompProfile: its type is \"\" for container app",
		"path": _container_at,
	}}
}

test_profiles_are_silent if _denied(_type("RuntimeDefault", _pod_at), _type("Localhost", _container_at), 37) == set()

test_absent_is_silent if _denied({}, {}, 37) == set()

test_fields_before_1_19_are_silent if _denied(_type("Unconfined", _pod_at), {}, 18) == set()

test_annotations_before_1_19 if {
	_annotated(_pod_key, "unconfined", 18) == {{
		"msg": "seccompProfile: annotation seccomp.security.alpha.kubernetes.io/pod is \"unconfined\"",
		"path": "/metadata/annotations/x",
	}}
	_annotated(_container_key, "", 0) == {{
		"msg": "seccompProfile: annotation container.seccomp.security.alpha.kubernetes.io/app is \"\"",
		"path": "/metadata/annotations/x",
	}}
	_annotated(_container_key, "unconfined", 19) == set()
}

test_other_annotations_are_silent if {
	_annotated("container.seccomp.security.alpha.kubernetes.io/other", "unconfined", 18) == set()
	_annotated(_container_key, "runtime/default", 18) == set()
	_annotated(_container_key, "docker/default", 18) == set()
	_annotated(_container_key, "localhost/strict.json", 18) == set()
}

test_windows if {
	_on_windows("restricted", 25) == set()
	_on_windows("restricted", 24) == {_pod_finding}
	_on_windows("baseline", 37) == {_pod_finding}
}
