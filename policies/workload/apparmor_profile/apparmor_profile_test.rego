package workload.apparmor_profile_test

import data.lib.fixture
import data.workload.apparmor_profile

_pod_at := "/spec/securityContext/appArmorProfile/type"

_container_at := "/spec/containers/0/securityContext/appArmorProfile/type"

_denied(at_pod, at_container) := found if {
	found := apparmor_profile.deny with input as fixture.with_contexts(at_pod, at_container)
}

_annotated(key, value) := found if {
	found := apparmor_profile.deny with input as fixture.with_pod({"annotations": [{
		"key": key,
		"value": value,
		"path": "/metadata/annotations/x",
	}]})
}

_type(value, at) := {"apparmor_profile": fixture.set(value, at)}

_key := "container.apparmor.security.beta.kubernetes.io/app"

test_pod if {
	_denied(_type("Unconfined", _pod_at), {}) == {{
		"msg": "forbidden AppArmor profile: its type is \"Unconfined\" for the pod",
		"path": _pod_at,
	}}
}

test_container if {
	_denied(_type("RuntimeDefault", _pod_at), _type("", _container_at)) == {{
		"msg": "forbidden AppArmor profile: its type is \"\" for container app",
		"path": _container_at,
	}}
}

test_profiles_are_silent if _denied(_type("RuntimeDefault", _pod_at), _type("Localhost", _container_at)) == set()

test_absent_is_silent if _denied({}, {}) == set()

test_annotation if {
	_annotated(_key, "unconfined") == {{
		"msg": "forbidden AppArmor profile: annotation container.apparmor.security.beta.kubernetes.io/app is \"unconfined\"",
		"path": "/metadata/annotations/x",
	}}
}

test_allowed_annotations_are_silent if {
	_annotated(_key, "") == set()
	_annotated(_key, "runtime/default") == set()
	_annotated(_key, "localhost/strict") == set()
	_annotated("example.com/team", "unconfined") == set()
}
