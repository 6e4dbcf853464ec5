package lib.image_user_test

import data.lib.fixture
import data.lib.image_user

_known(name, uid) := fixture.user(name, "", false, uid, 2000)

_fault(user) := fault if {
	fault := image_user.fault with input as fixture.image with input.user as user
}

test_root_by_number if _fault(_known("0", 0)) == "root"

test_root_by_name if _fault(_known("toor", 0)) == "root"

test_root_with_two_colons if {
	user := object.union(fixture.user("0", "1:2", true, 0, 0), {"invalid": fixture.fact("two colons")})
	_fault(user) == "root"
}

test_root_by_number_but_passwd_is_unreadable if {
	user := object.union(_known("0", 0), {"invalid": fixture.fact("passwd is a directory")})
	_fault(user) == "invalid"
}

test_root_on_windows if {
	image_user.fault == "root" with input as fixture.image
		with input.os as "windows"
		with input.user as fixture.unknown_user("ContainerAdministrator")
}

test_invalid_even_where_a_uid_results if {
	user := object.union(fixture.user("1", "2:3", true, 1, 1), {"invalid": fixture.fact("two colons")})
	_fault(user) == "invalid"
}

test_name if _fault(_known("app", 1000)) == "name"

test_no_entry if _fault(object.union(_known("1234", 1234), {"in_passwd": fixture.fact(false)})) == "no-entry"

test_no_fault if not _fault(_known("1000", 1000))

test_no_fault_on_windows if {
	not image_user.fault with input as fixture.image with input.os as "windows" with input.user as _known("app", 1000)
}

test_group_counts if image_user.group_counts with input as fixture.image with input.user as _known("app", 1000)

test_group_of_root_does_not_count if not image_user.group_counts with input as fixture.image

test_group_of_an_invalid_user_does_not_count if {
	user := object.union(_known("app", 1000), {"invalid": fixture.fact("no users found")})
	not image_user.group_counts with input as fixture.image with input.user as user
}

test_unknown_is_no_fault if {
	not image_user.fault with input as fixture.image
		with input.user as fixture.unknown_user("app")
}

test_unknown_group_does_not_count if {
	not image_user.group_counts with input as fixture.image
		with input.user as fixture.unknown_user("app")
}
