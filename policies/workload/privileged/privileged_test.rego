package workload.privileged_test

import data.lib.fixture
import data.workload.privileged

_at := "/spec/containers/0/securityContext/privileged"

test_true if {
	found := privileged.deny with input as fixture.container with input.security.privileged as fixture.set(true, _at)
	found == {{"msg": "the container is privileged: it has all power over the node", "path": _at}}
}

test_true_on_windows if {
	found := privileged.deny with input as fixture.container
		with input.os as "windows"
		with input.security.privileged as fixture.set(true, _at)
	count(found) == 1
}

test_false_is_silent if {
	found := privileged.deny with input as fixture.container with input.security.privileged as fixture.set(false, _at)
	found == set()
}

test_absent_is_silent if {
	found := privileged.deny with input as fixture.container
	found == set()
}
