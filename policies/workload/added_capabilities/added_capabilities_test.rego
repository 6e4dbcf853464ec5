package workload.added_capabilities_test

import data.lib.fixture
import data.workload.added_capabilities

_at := "/spec/containers/0/securityContext/capabilities/add"

_denied(setting) := found if {
	found := added_capabilities.deny with input as fixture.container with input.security.add_capabilities as setting
}

test_all_are_named if {
	_denied(fixture.set(["SYS_ADMIN", "NET_BIND_SERVICE", "NET_RAW"], _at)) == {{
		"msg": "unrestricted capabilities: add holds SYS_ADMIN, NET_RAW",
		"path": _at,
	}}
}

test_prefix if {
	_denied(fixture.set(["CAP_NET_BIND_SERVICE"], _at)) == {{
		"msg": "unrestricted capabilities: add holds CAP_NET_BIND_SERVICE",
		"path": _at,
	}}
}

test_net_bind_service_is_silent if _denied(fixture.set(["NET_BIND_SERVICE"], _at)) == set()

test_empty_is_silent if _denied(fixture.set([], _at)) == set()

test_absent_is_silent if _denied(fixture.unset(_at)) == set()

test_windows_is_silent if {
	found := added_capabilities.deny with input as fixture.container
		with input.os as "windows"
		with input.security.add_capabilities as fixture.set(["SYS_ADMIN"], _at)
	found == set()
}

test_windows_before_1_25 if {
	found := added_capabilities.deny with input as fixture.container
		with input.os as "windows"
		with input.kubernetes_minor as 24
		with input.security.add_capabilities as fixture.set(["SYS_ADMIN"], _at)
	found == {{"msg": "unrestricted capabilities: add holds SYS_ADMIN", "path": _at}}
}
