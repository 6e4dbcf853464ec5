package workload.cpu_limit_test

import data.lib.fixture
import data.workload.cpu_limit

_at := "/spec/containers/0/resources/limits/cpu"

_denied(setting) := found if {
	found := cpu_limit.deny with input as fixture.container with input.resources.cpu_limit as setting
}

test_absent if {
	_denied(fixture.unset(_at)) == {{
		"msg": "the container may take all CPU of its node: resources.limits.cpu is not set",
		"path": _at,
	}}
}

test_zero_is_no_limit if {
	_denied(fixture.set("0", _at)) == {{
		"msg": "the container may take all CPU of its node: resources.limits.cpu is 0 (container)",
		"path": _at,
	}}
}

test_limit_is_silent if _denied(fixture.set("128M", _at)) == set()

test_init_container if {
	found := cpu_limit.deny with input as fixture.container with input.type as "init"
	count(found) == 1
}

test_ephemeral_container_is_silent if {
	found := cpu_limit.deny with input as fixture.container with input.type as "ephemeral"
	found == set()
}
