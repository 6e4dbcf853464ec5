package image.user_invalid_test

import data.image.user_invalid
import data.lib.fixture

_denied(user) := found if {
	found := user_invalid.deny with input as fixture.image with input.user as user
}

_unresolved(name, group, why) := object.union(
	fixture.unknown_user(name),
	{
		"written": fixture.fact(concat("", [name, group])),
		"group": trim_prefix(group, ":"),
		"has_group": group != "",
		"invalid": fixture.fact(why),
	},
)

test_no_such_name if {
	_denied(_unresolved("app", "", "no users found")) == {{
		"msg": `USER "app" cannot be resolved: no users found`,
		"path": "",
	}}
}

test_blank_is_shown if {
	_denied(_unresolved(" 1000", "", "no users found")) == {{
		"msg": `USER " 1000" cannot be resolved: no users found`,
		"path": "",
	}}
}

test_two_colons_tells_what_kubernetes_does if {
	user := object.union(_unresolved("1", ":2:3", "invalid USER value 1:2:3"), {"uid": fixture.fact(1)})
	_denied(user) == {{
		"msg": `USER "1:2:3" cannot be resolved: invalid USER value 1:2:3; Kubernetes starts it as uid 1`,
		"path": "",
	}}
}

test_number_with_unreadable_passwd if {
	_denied(_unresolved("1000", "", "passwd is a directory")) == {{
		"msg": `USER "1000" cannot be resolved: passwd is a directory`,
		"path": "",
	}}
}

test_good_user_is_silent if _denied(fixture.user("app", "", false, 1000, 2000)) == set()

test_root_is_user_roots if _denied(fixture.user("0", "", false, 0, 0)) == set()

test_unknown_is_silent if _denied(fixture.unknown_user("app")) == set()
