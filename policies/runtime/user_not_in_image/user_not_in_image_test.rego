package runtime.user_not_in_image_test

import data.lib.fixture
import data.runtime.user_not_in_image

_at := "/spec/securityContext/runAsUser"

_denied(image_uid, home) := found if {
	found := user_not_in_image.deny with input as fixture.running(1234, 0)
		with input.security.run_as_user as fixture.set(1234, _at)
		with input.image.uid as image_uid
		with input.identity.in_passwd as fixture.fact(false)
		with input.identity.home as home
}

test_another_user if {
	_denied(fixture.fact(1000), fixture.fact("/")) == {{
		"msg": concat(" ", [
			"runAsUser 1234 has no passwd entry in the image, which is made for uid 1000:",
			"it runs with gid 0 and HOME=/",
		]),
		"path": _at,
	}}
}

test_image_user_comes_to_nothing if {
	_denied(fixture.unknown("no users found"), fixture.fact("/")) == {{
		"msg": concat(" ", [
			"runAsUser 1234 has no passwd entry in the image, whose own USER cannot be resolved:",
			"it runs with gid 0 and HOME=/",
		]),
		"path": _at,
	}}
}

test_unknown_home if {
	_denied(fixture.fact(1000), fixture.unknown("env is not known")) == {{
		"msg": concat(" ", [
			"runAsUser 1234 has no passwd entry in the image, which is made for uid 1000:",
			"it has no name and no home of its own",
		]),
		"path": _at,
	}}
}

test_the_images_own_is_silent if _denied(fixture.fact(1234), fixture.fact("/")) == set()

test_entry_is_silent if {
	found := user_not_in_image.deny with input as fixture.running(1000, 1000)
		with input.security.run_as_user as fixture.set(1234, _at)
	found == set()
}

test_absent_is_silent if {
	found := user_not_in_image.deny with input as fixture.running(1000, 1000)
		with input.identity.in_passwd as fixture.fact(false)
	found == set()
}

test_unknown_is_silent if {
	found := user_not_in_image.deny with input as fixture.container
		with input.security.run_as_user as fixture.set(1234, _at)
	found == set()
}
