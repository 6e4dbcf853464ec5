package workload.seccomp_profile_test

import data.lib.fixture
import data.workload.seccomp_profile

_at := "/spec/containers/0/securityContext/seccompProfile/type"

_pod_at := "/spec/securityContext/seccompProfile/type"

_denied(setting, os, minor) := found if {
	found := seccomp_profile.deny with input as fixture.container
		with input.security.seccomp_profile as setting
		with input.declared_os as os
		with input.kubernetes_minor as minor
}

_finding := {"msg": "seccompProfile: neither the container nor its pod sets it", "path": _at}

test_absent if _denied(fixture.unset(_at), "", 37) == {_finding}

test_set_at_the_pod_is_silent if _denied(fixture.set("RuntimeDefault", _pod_at), "", 37) == set()

test_set_at_the_container_is_silent if _denied(fixture.set("Localhost", _at), "", 37) == set()

test_unconfined_is_another_rules if _denied(fixture.set("Unconfined", _at), "", 37) == set()

test_before_the_field_is_silent if _denied(fixture.unset(_at), "", 18) == set()

test_windows if {
	_denied(fixture.unset(_at), "windows", 25) == set()
	_denied(fixture.unset(_at), "windows", 24) == {_finding}
}
