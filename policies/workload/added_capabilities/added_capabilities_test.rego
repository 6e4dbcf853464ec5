package workload.added_capabilities_test

import data.lib.fixture
import data.workload.added_capabilities

_at := "/spec/containers/0/securityContext/capabilities/add"

_denied(setting) := found if {
	found := added_capabilities.deny with input as fixture.container with input.security.add_capabilities as setting
}

test_all_are_named if {
	_denied(fixture.set(["CHOWN", "NET_BIND_SERVICE", "SETUID"], _at)) == {{
		"msg": "unrestricted capabilities: add holds CHOWN, SETUID",
		"path": _at,
	}}
}

test_beyond_the_usual_is_another_rules if {
	_denied(fixture.set(["SYS_ADMIN", "NET_RAW", "CAP_NET_BIND_SERVICE"], _at)) == set()
}

test_net_bind_service_is_silent if _denied(fixture.set(["NET_BIND_SERVICE"], _at)) == set()

test_empty_is_silent if _denied(fixture.set([], _at)) == set()

test_absent_is_silent if _denied(fixture.unset(_at)) == set()

test_windows_is_silent if {
	found := added_capabilities.deny with input as fixture.container
		with input.declared_os as "windows"
		with input.security.add_capabilities as fixture.set(["CHOWN"], _at)
	found == set()
}

test_windows_before_1_25 if {
	found := added_capabilities.deny with input as fixture.container
		with input.declared_os as "windows"
		with input.kubernetes_minor as 24
		with input.security.add_capabilities as fixture.set(["CHOWN"], _at)
	found == {{"msg": "unrestricted capabilities: add holds CHOWN", "path": _at}}
}

test_allowed_by_the_configuration if {
	found := added_capabilities.deny with input as fixture.container
		with input.parameters.allowed_capabilities as ["CHOWN"]
		with input.security.add_capabilities as fixture.set(["CHOWN", "SETUID"], _at)
	found == {{"msg": "unrestricted capabilities: add holds SETUID", "path": _at}}
}
