package image.user_no_passwd_entry_test

import data.image.user_no_passwd_entry
import data.lib.fixture

_denied(changes) := found if {
	user := object.union(fixture.user("1234", "", false, 1234, 0), changes)
	found := user_no_passwd_entry.deny with input as fixture.image with input.user as user
}

_none := {"in_passwd": fixture.fact(false), "home": fixture.fact("/")}

_tail := "(CRI-O makes an entry up)"

test_number if {
	_denied(_none) == {{
		"msg": concat(" ", ["USER 1234 has no passwd entry: under Kubernetes it runs with gid 0 and HOME=/", _tail]),
		"path": "",
	}}
}

test_home_from_env if {
	_denied({"in_passwd": fixture.fact(false), "home": fixture.fact("/data"), "home_from_env": true}) == {{
		"msg": concat(" ", [
			"USER 1234 has no passwd entry: under Kubernetes it runs with gid 0 and HOME=/data, from ENV",
			_tail,
		]),
		"path": "",
	}}
}

test_unknown_home if {
	user := object.union(
		object.remove(fixture.user("1234", "", false, 1234, 0), ["home"]),
		{"in_passwd": fixture.fact(false), "home": fixture.unknown("env is not known")},
	)
	found := user_no_passwd_entry.deny with input as fixture.image with input.user as user
	found == {{
		"msg": concat(" ", [
			"USER 1234 has no passwd entry: under Kubernetes it runs with gid 0 and a HOME that is not known",
			_tail,
		]),
		"path": "",
	}}
}

test_entry_is_silent if _denied({}) == set()

test_no_user_is_user_roots if {
	found := user_no_passwd_entry.deny with input as fixture.image with input.user.in_passwd as fixture.fact(false)
	found == set()
}

test_unknown_passwd_is_silent if {
	found := user_no_passwd_entry.deny with input as fixture.image with input.user as fixture.unknown_user("1234")
	found == set()
}
