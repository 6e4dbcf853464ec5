package image.user_unknown_test

import data.image.user_unknown
import data.lib.fixture

_denied(user) := found if {
	found := user_unknown.deny with input as fixture.image with input.user as user
}

_unread := object.union(
	object.remove(fixture.unknown_user(""), ["written"]),
	{"written": fixture.unknown("base image node could not be read")},
)

test_user_is_unknown if {
	_denied(_unread) == {{"msg": "USER cannot be told: base image node could not be read", "path": ""}}
}

test_uid_is_unknown if {
	_denied(fixture.unknown_user("app")) == {{"msg": "the uid of USER app cannot be told: layer not read", "path": ""}}
}

test_the_name_root_is_user_roots if _denied(fixture.unknown_user("root")) == set()

test_known_user_is_silent if _denied(fixture.user("1000", "", false, 1000, 0)) == set()

test_known_root_is_silent if _denied(fixture.user("", "", false, 0, 0)) == set()

test_what_no_runtime_resolves_is_user_invalids if {
	user := object.union(
		object.remove(fixture.unknown_user("app"), ["invalid"]),
		{"invalid": fixture.fact("/etc/passwd has no user app")},
	)
	_denied(user) == set()
}

test_windows_is_silent if {
	found := user_unknown.deny with input as fixture.image
		with input.os as "windows"
		with input.user as fixture.unknown_user("ContainerUser")
	found == set()
}
