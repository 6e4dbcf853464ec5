package dockerfile.user_reset_test

import data.dockerfile.user_reset
import data.lib.fixture

_denied(former, base, comes_to) := found if {
	found := user_reset.deny with input as fixture.with_user(
		{"former": former, "former_base": base, "former_path": "/user/former"},
		comes_to,
	)
}

test_user_of_the_file if {
	_denied("1000", "", fixture.user("root", "", false, 0, 0)) == {{
		"msg": "USER root undoes USER 1000",
		"path": "/user",
		"write": "write USER 1000 once more behind the last step that must be root",
		"related": {{"msg": "the user was set here", "path": "/user/former"}},
	}}
}

test_user_of_the_base if {
	_denied("node", "docker.io/library/node:24", fixture.user("0", "", false, 0, 0)) == {{
		"msg": "USER 0 undoes USER node",
		"path": "/user",
		"write": "write USER node once more behind the last step that must be root",
		"related": {{
			"msg": "the user was set by the base image docker.io/library/node:24",
			"path": "/user/former",
		}},
	}}
}

test_never_another_user_is_silent if _denied("", "", fixture.user("0", "", false, 0, 0)) == set()

test_empty_user if {
	_denied("1000", "", fixture.user("", "", false, 0, 0)) == {{
		"msg": "an empty USER undoes USER 1000",
		"path": "/user",
		"write": "write USER 1000 once more behind the last step that must be root",
		"related": {{"msg": "the user was set here", "path": "/user/former"}},
	}}
}

test_a_variable_that_nothing_sets_is_user_undefined_variables if {
	found := user_reset.deny with input as fixture.with_user(
		{
			"former": "1000", "former_base": "", "former_path": "/user/former",
			"undefined": [{"name": "APP_UID", "path": "/user/undefined/0"}],
		},
		fixture.user("", "", false, 0, 0),
	)
	found == set()
}

test_unknown_is_silent if {
	found := user_reset.deny with input as fixture.with_user({}, object.union(
		object.remove(fixture.unknown_user(""), ["written"]),
		{"written": fixture.unknown("the base image could not be read")},
	))
	found == set()
}
