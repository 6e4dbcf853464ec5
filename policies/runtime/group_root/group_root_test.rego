package runtime.group_root_test

import data.lib.fixture
import data.runtime.group_root

_at := "/spec/securityContext/runAsGroup"

test_entry_with_gid_0 if {
	found := group_root.deny with input as fixture.running(1000, 0)
	found == {{"msg": "uid 1000 runs with the root group: its passwd entry in the image has gid 0", "path": _at}}
}

test_no_entry if {
	found := group_root.deny with input as fixture.running(1000, 0)
		with input.identity.in_passwd as fixture.fact(false)
	found == {{
		"msg": concat(" ", [
			"uid 1000 runs with the root group:",
			"runAsGroup is not set, and the image has no passwd entry that names another",
		]),
		"path": _at,
	}}
}

test_run_as_group_is_0 if {
	found := group_root.deny with input as fixture.running(1000, 0)
		with input.security.run_as_group as fixture.set(0, _at)
	found == {{"msg": "uid 1000 runs with the root group: runAsGroup is 0", "path": _at}}
}

test_user_not_in_image_says_it_already if {
	found := group_root.deny with input as fixture.running(1234, 0)
		with input.identity.in_passwd as fixture.fact(false)
		with input.image.uid as fixture.fact(1000)
		with input.security.run_as_user as fixture.set(1234, "/spec/securityContext/runAsUser")
	found == set()
}

test_root_is_silent if {
	found := group_root.deny with input as fixture.running(0, 0)
	found == set()
}

test_another_group_is_silent if {
	found := group_root.deny with input as fixture.running(1000, 1000)
	found == set()
}

test_silent_where_it_does_not_start if {
	found := group_root.deny with input as fixture.running(1000, 0) with input.start.verdict as "fails"
	found == set()
}

test_unknown_is_silent if {
	found := group_root.deny with input as fixture.container
	found == set()
}
