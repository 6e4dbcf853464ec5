package dockerfile.user_undefined_variable_test

import data.dockerfile.user_undefined_variable
import data.lib.fixture

_variable(name, i) := {"name": name, "path": sprintf("/user/undefined/%d", [i])}

_denied(undefined, comes_to) := found if {
	found := user_undefined_variable.deny with input as fixture.with_user({"undefined": undefined}, comes_to)
}

test_variable if {
	_denied([_variable("APP_UID", 0)], fixture.user("", "", false, 0, 0)) == {{
		"msg": "nothing sets APP_UID, so USER is empty and the image runs as uid 0",
		"path": "/user/undefined/0",
	}}
}

test_both_halves if {
	_denied([_variable("GID", 0), _variable("UID", 1)], fixture.user("", "", true, 0, 0)) == {{
		"msg": "nothing sets GID, UID, so USER is empty and the image runs as uid 0",
		"path": "/user/undefined/0",
	}}
}

test_group_alone_is_silent if _denied([_variable("GID", 0)], fixture.user("1000", "", true, 1000, 0)) == set()

test_part_of_a_name_is_silent if _denied([_variable("N", 0)], fixture.user("app", "", false, 1000, 1000)) == set()

test_nothing_undefined_is_silent if _denied([], fixture.user("", "", false, 0, 0)) == set()

test_unknown_user_is_silent if {
	user := object.union(
		object.remove(fixture.unknown_user(""), ["written"]),
		{"written": fixture.unknown("the base image could not be read")},
	)
	_denied([_variable("X", 0)], user) == set()
}
