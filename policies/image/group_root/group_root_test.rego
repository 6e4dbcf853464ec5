package image.group_root_test

import data.image.group_root
import data.lib.fixture

_denied(user) := found if {
	found := group_root.deny with input as fixture.image with input.user as user
}

test_entry_with_gid_0 if {
	_denied(fixture.user("app", "", false, 1000, 0)) == {{
		"msg": "USER app has gid 0 in its passwd entry: uid 1000 runs with the root group",
		"path": "",
	}}
}

test_entry_with_another_gid_is_silent if _denied(fixture.user("app", "", false, 1000, 2000)) == set()

test_no_entry_is_user_no_passwd_entrys if {
	_denied(object.union(fixture.user("1000", "", false, 1000, 0), {"in_passwd": fixture.fact(false)})) == set()
}

test_root_is_user_roots if _denied(fixture.user("root", "", false, 0, 0)) == set()

test_no_user_is_silent if _denied(fixture.user("", "", false, 0, 0)) == set()

test_unknown_is_silent if _denied(fixture.unknown_user("app")) == set()
