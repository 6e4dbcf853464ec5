package runtime.uid_below_minimum_test

import data.lib.fixture
import data.runtime.uid_below_minimum

_denied(uid, minimum) := found if {
	found := uid_below_minimum.deny with input as fixture.running(uid, 1000)
		with input.parameters.minimum_uid as minimum
}

test_below if {
	_denied(500, 10000) == {{
		"msg": "uid 500 is below the configured minimum 10000, by the image's USER 500",
		"path": "/spec/containers/0/image",
	}}
}

test_the_minimum_itself_is_silent if _denied(10000, 10000) == set()

test_above_is_silent if _denied(65534, 10000) == set()

test_root_is_another_rules if _denied(0, 10000) == set()

test_absent_minimum_is_silent if _denied(1, 0) == set()

test_unknown_uid_is_silent if {
	found := uid_below_minimum.deny with input as fixture.container with input.parameters.minimum_uid as 10000
	found == set()
}
