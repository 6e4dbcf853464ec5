package workload.memory_limit_test

import data.lib.fixture
import data.workload.memory_limit

_at := "/spec/containers/0/resources/limits/memory"

_denied(setting) := found if {
	found := memory_limit.deny with input as fixture.container with input.resources.memory_limit as setting
}

test_absent if {
	_denied(fixture.unset(_at)) == {{
		"msg": "the container may take all memory of its node: resources.limits.memory is not set",
		"path": _at,
	}}
}

test_zero_is_no_limit if {
	_denied(fixture.set("0", _at)) == {{
		"msg": "the container may take all memory of its node: resources.limits.memory is 0 (container)",
		"path": _at,
	}}
}

test_limit_is_silent if _denied(fixture.set("128M", _at)) == set()

test_init_container if {
	found := memory_limit.deny with input as fixture.container with input.type as "init"
	count(found) == 1
}

test_ephemeral_container_is_silent if {
	found := memory_limit.deny with input as fixture.container with input.type as "ephemeral"
	found == set()
}
