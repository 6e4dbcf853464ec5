package workload.allow_privilege_escalation_test

import data.lib.fixture
import data.workload.allow_privilege_escalation

_at := "/spec/containers/0/securityContext/allowPrivilegeEscalation"

_denied(setting) := found if {
	found := allow_privilege_escalation.deny with input as fixture.container
		with input.security.allow_privilege_escalation as setting
}

test_absent if {
	_denied(fixture.unset(_at)) == {{"msg": "allowPrivilegeEscalation != false: it is not set", "path": _at}}
}

test_true if {
	_denied(fixture.set(true, _at)) == {{
		"msg": "allowPrivilegeEscalation != false: it is true (container)",
		"path": _at,
	}}
}

test_false_is_silent if _denied(fixture.set(false, _at)) == set()

test_windows_is_silent if {
	found := allow_privilege_escalation.deny with input as fixture.container with input.declared_os as "windows"
	found == set()
}

test_windows_before_1_25 if {
	found := allow_privilege_escalation.deny with input as fixture.container
		with input.declared_os as "windows"
		with input.kubernetes_minor as 24
	found == {{"msg": "allowPrivilegeEscalation != false: it is not set", "path": _at}}
}
