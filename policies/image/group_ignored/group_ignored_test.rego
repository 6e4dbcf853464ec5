package image.group_ignored_test

import data.image.group_ignored
import data.lib.fixture

_denied(user) := found if {
	found := group_ignored.deny with input as fixture.image with input.user as user
}

_direct(user, gid) := object.union(user, {"direct_gid": fixture.fact(gid)})

_no_entry := {"in_passwd": fixture.fact(false)}

test_another_group if {
	_denied(_direct(fixture.user("1000", "1000", true, 1000, 2000), 1000)) == {{
		"msg": "USER 1000:1000: Kubernetes ignores the group and runs it with gid 2000; docker runs it with gid 1000",
		"path": "",
	}}
}

test_another_group_by_name if {
	_denied(_direct(fixture.user("app", "grp", true, 1000, 2000), 555)) == {{
		"msg": "USER app:grp: Kubernetes ignores the group and runs it with gid 2000; docker runs it with gid 555",
		"path": "",
	}}
}

test_docker_refuses if {
	user := object.union(
		object.remove(fixture.user("1000", "nogrp", true, 1000, 2000), ["direct_gid"]),
		{"direct_gid": fixture.unknown("no such group"), "direct_error": "no such group"},
	)
	_denied(user) == {{
		"msg": "USER 1000:nogrp: Kubernetes ignores the group and runs it with gid 2000; docker refuses it: no such group",
		"path": "",
	}}
}

test_own_group_without_entry if {
	_denied(object.union(_direct(fixture.user("1000", "1000", true, 1000, 0), 1000), _no_entry)) == {{
		"msg": "USER 1000:1000: Kubernetes ignores the group and runs it with gid 0; docker runs it with gid 1000",
		"path": "",
	}}
}

test_other_group_without_entry_is_user_no_passwd_entrys if {
	_denied(object.union(_direct(fixture.user("1000", "2000", true, 1000, 0), 2000), _no_entry)) == set()
}

test_same_group_is_silent if _denied(fixture.user("1000", "2000", true, 1000, 2000)) == set()

test_absent_group_is_silent if _denied(fixture.user("1000", "", false, 1000, 2000)) == set()

test_empty_group_is_silent if _denied(_direct(fixture.user("1000", "", true, 1000, 2000), 0)) == set()

test_root_is_user_roots if _denied(_direct(fixture.user("0", "5", true, 0, 0), 5)) == set()

test_unknown_group_is_silent if {
	user := object.union(
		object.remove(fixture.user("1000", "grp", true, 1000, 2000), ["direct_gid"]),
		{"direct_gid": fixture.unknown("layer not read")},
	)
	_denied(user) == set()
}
