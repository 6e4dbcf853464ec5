package image.user_non_canonical_test

import data.image.user_non_canonical
import data.lib.fixture

_denied(user) := found if {
	found := user_non_canonical.deny with input as fixture.image with input.user as user
}

test_plus if {
	_denied(fixture.user("+1000", "", false, 1000, 2000)) == {{
		"msg": "USER +1000 is uid 1000 in an unusual spelling",
		"path": "",
		"write": "write USER 1000",
	}}
}

test_leading_zero_without_entry if {
	user := object.union(fixture.user("01000", "", false, 1000, 0), {"in_passwd": fixture.fact(false)})
	_denied(user) == {{
		"msg": "USER 01000 is uid 1000 in an unusual spelling",
		"path": "",
		"write": "write USER 1000",
	}}
}

test_plain_number_is_silent if _denied(fixture.user("1000", "", false, 1000, 2000)) == set()

test_name_is_silent if _denied(fixture.user("app", "", false, 1000, 2000)) == set()

test_root_is_user_roots if _denied(fixture.user("00", "", false, 0, 0)) == set()

test_no_user_is_silent if _denied(fixture.user("", "", false, 0, 0)) == set()

test_unknown_is_silent if _denied(object.union(fixture.unknown_user("+1000"), {"canonical": false})) == set()
