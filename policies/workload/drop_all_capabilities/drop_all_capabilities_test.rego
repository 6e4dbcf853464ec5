package workload.drop_all_capabilities_test

import data.lib.fixture
import data.workload.drop_all_capabilities

_at := "/spec/containers/0/securityContext/capabilities/drop"

_denied(setting) := found if {
	found := drop_all_capabilities.deny with input as fixture.container
		with input.security.drop_capabilities as setting
}

test_absent if _denied(fixture.unset(_at)) == {{"msg": "unrestricted capabilities: drop is not set", "path": _at}}

test_empty if {
	_denied(fixture.set([], _at)) == {{"msg": "unrestricted capabilities: drop holds nothing, not ALL", "path": _at}}
}

test_others if {
	_denied(fixture.set(["NET_RAW", "MKNOD"], _at)) == {{
		"msg": "unrestricted capabilities: drop holds NET_RAW, MKNOD, not ALL",
		"path": _at,
	}}
}

test_lower_case if {
	_denied(fixture.set(["all"], _at)) == {{"msg": "unrestricted capabilities: drop holds all, not ALL", "path": _at}}
}

test_all_is_silent if _denied(fixture.set(["NET_RAW", "ALL"], _at)) == set()

test_windows_is_silent if {
	found := drop_all_capabilities.deny with input as fixture.container with input.declared_os as "windows"
	found == set()
}

test_windows_before_1_25 if {
	found := drop_all_capabilities.deny with input as fixture.container
		with input.declared_os as "windows"
		with input.kubernetes_minor as 24
	found == {{"msg": "unrestricted capabilities: drop is not set", "path": _at}}
}
