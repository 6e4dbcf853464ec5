package workload.proc_mount_test

import data.lib.fixture
import data.workload.proc_mount

_at := "/spec/containers/0/securityContext/procMount"

_denied(setting, level, minor) := found if {
	found := proc_mount.deny with input as fixture.container
		with input.security.proc_mount as setting
		with input.pod_security_level as level
		with input.kubernetes_minor as minor
}

_in_a_user_namespace(level, minor) := found if {
	found := proc_mount.deny with input as fixture.container
		with input.security.host_users as fixture.set(false, "/spec/hostUsers")
		with input.security.proc_mount as fixture.set("Unmasked", _at)
		with input.pod_security_level as level
		with input.kubernetes_minor as minor
}

_finding := {"msg": "procMount: it is \"Unmasked\", not Default", "path": _at}

test_unmasked if {
	_denied(fixture.set("Unmasked", _at), "restricted", 37) == {_finding}
	_denied(fixture.set("Unmasked", _at), "baseline", 37) == {_finding}
}

test_empty if {
	_denied(fixture.set("", _at), "baseline", 0) == {{"msg": "procMount: it is \"\", not Default", "path": _at}}
}

test_default_is_silent if _denied(fixture.set("Default", _at), "restricted", 37) == set()

test_absent_is_silent if _denied(fixture.unset(_at), "restricted", 37) == set()

test_user_namespace if {
	_in_a_user_namespace("baseline", 35) == set()
	_in_a_user_namespace("baseline", 34) == {_finding}
	_in_a_user_namespace("restricted", 35) == {_finding}
	_in_a_user_namespace("restricted", 34) == {_finding}
}
