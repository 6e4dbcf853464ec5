package image.user_non_numeric_test

import data.image.user_non_numeric
import data.lib.fixture

_denied(user) := found if {
	found := user_non_numeric.deny with input as fixture.image with input.user as user
}

test_name if {
	_denied(fixture.user("app", "", false, 1000, 2000)) == {{
		"msg": "USER app is a name, for uid 1000 and gid 2000: under runAsNonRoot the kubelet cannot verify it",
		"path": "",
		"write": "write USER 1000:2000",
	}}
}

test_name_without_a_number_to_suggest if {
	user := object.union(fixture.user("app", "", false, 4294967291, 0), {"suggestion": ""})
	_denied(user) == {{
		"msg": "USER app is a name, for uid 4294967291 and gid 0: under runAsNonRoot the kubelet cannot verify it",
		"path": "",
		"write": "write USER 1000:1000, with a passwd entry of that uid",
	}}
}

test_number_is_silent if _denied(fixture.user("1000", "", false, 1000, 2000)) == set()

test_no_user_is_user_roots if _denied(fixture.user("", "", false, 0, 0)) == set()

test_name_of_root_is_user_roots if _denied(fixture.user("root", "", false, 0, 0)) == set()

test_windows_is_silent if {
	found := user_non_numeric.deny with input as fixture.image
		with input.os as "windows"
		with input.user as fixture.unknown_user("ContainerUser")
	found == set()
}

test_unknown_is_silent if _denied(fixture.unknown_user("app")) == set()
