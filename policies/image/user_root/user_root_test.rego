package image.user_root_test

import data.image.user_root
import data.lib.fixture

_denied(user) := found if {
	found := user_root.deny with input as fixture.image with input.user as user
}

test_no_user if {
	_denied(fixture.user("", "", false, 0, 0)) == {{"msg": "no USER is set, so the image runs as uid 0", "path": ""}}
}

test_number if {
	_denied(fixture.user("00", "", false, 0, 0)) == {{"msg": "USER 00 runs as uid 0", "path": ""}}
}

test_group_only if {
	_denied(fixture.user("", "1000", true, 0, 0)) == {{"msg": "USER :1000 runs as uid 0", "path": ""}}
}

test_alias if {
	_denied(fixture.user("toor", "", false, 0, 0)) == {{"msg": "USER toor runs as uid 0", "path": ""}}
}

test_windows if {
	found := user_root.deny with input as fixture.image
		with input.os as "windows"
		with input.user as fixture.unknown_user("containeradministrator")
	found == {{"msg": "USER containeradministrator is the administrator", "path": ""}}
}

test_name_without_passwd if {
	_denied(fixture.unknown_user("root")) == {{"msg": "USER root runs as uid 0", "path": ""}}
}

test_another_user_is_silent if _denied(fixture.user("1000", "", false, 1000, 2000)) == set()

test_passwd_unreadable_is_user_invalids if {
	user := object.union(fixture.user("0", "", false, 0, 0), {"invalid": fixture.fact("passwd is a directory")})
	_denied(user) == set()
}

test_unknown_uid_is_silent if _denied(fixture.unknown_user("app")) == set()
