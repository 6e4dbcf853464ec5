package image.uid_below_minimum_test

import data.image.uid_below_minimum
import data.lib.fixture

_denied(user, minimum) := found if {
	found := uid_below_minimum.deny with input as fixture.image
		with input.user as user
		with input.parameters.minimum_uid as minimum
}

test_below if {
	_denied(fixture.user("app", "", false, 500, 500), 10000) == {{
		"msg": "USER app is uid 500, below the configured minimum 10000",
		"path": "",
	}}
}

test_the_minimum_itself_is_silent if _denied(fixture.user("10000", "", false, 10000, 0), 10000) == set()

test_root_is_another_rules if _denied(fixture.user("", "", false, 0, 0), 10000) == set()

test_absent_minimum_is_silent if _denied(fixture.user("1", "", false, 1, 1), 0) == set()

test_unknown_uid_is_silent if _denied(fixture.unknown_user("app"), 10000) == set()
