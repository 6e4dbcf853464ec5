package workload.capabilities_baseline_test

import data.lib.fixture
import data.workload.capabilities_baseline

_at := "/spec/containers/0/securityContext/capabilities/add"

_denied(setting, level, minor) := found if {
	found := capabilities_baseline.deny with input as fixture.container
		with input.security.add_capabilities as setting
		with input.pod_security_level as level
		with input.kubernetes_minor as minor
}

_on_windows(level, minor) := found if {
	found := capabilities_baseline.deny with input as fixture.container
		with input.declared_os as "windows"
		with input.security.add_capabilities as fixture.set(["SYS_ADMIN"], _at)
		with input.pod_security_level as level
		with input.kubernetes_minor as minor
}

_unrestricted := {"msg": "unrestricted capabilities: add holds SYS_ADMIN", "path": _at}

_non_default := {"msg": "non-default capabilities: add holds SYS_ADMIN", "path": _at}

test_names_only_what_is_beyond if {
	_denied(fixture.set(["SYS_ADMIN", "CHOWN", "NET_RAW"], _at), "restricted", 37) == {{
		"msg": "unrestricted capabilities: add holds SYS_ADMIN, NET_RAW",
		"path": _at,
	}}
}

test_spellings if {
	_denied(fixture.set(["ALL", "CAP_CHOWN", "chown"], _at), "restricted", 37) == {{
		"msg": "unrestricted capabilities: add holds ALL, CAP_CHOWN, chown",
		"path": _at,
	}}
}

test_words_of_the_level if {
	_denied(fixture.set(["SYS_ADMIN"], _at), "baseline", 37) == {_non_default}
	_denied(fixture.set(["SYS_ADMIN"], _at), "restricted", 21) == {_non_default}
	_denied(fixture.set(["SYS_ADMIN"], _at), "restricted", 22) == {_unrestricted}
}

test_default_ones_are_silent if {
	usual := [
		"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP",
		"SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
	]
	_denied(fixture.set(usual, _at), "restricted", 37) == set()
}

test_windows if {
	_on_windows("restricted", 25) == set()
	_on_windows("restricted", 24) == {_unrestricted}
	_on_windows("restricted", 21) == {_non_default}
	_on_windows("baseline", 37) == {_non_default}
}

test_absent_is_silent if _denied(fixture.unset(_at), "baseline", 37) == set()

test_allowed_by_the_configuration if {
	found := capabilities_baseline.deny with input as fixture.container
		with input.parameters.allowed_capabilities as ["NET_ADMIN"]
		with input.security.add_capabilities as fixture.set(["NET_ADMIN", "SYS_ADMIN"], _at)
	found == {{"msg": "unrestricted capabilities: add holds SYS_ADMIN", "path": _at}}
}
