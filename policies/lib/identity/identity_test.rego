package lib.identity_test

import data.lib.fixture
import data.lib.identity

_holds(run_as_user, uid, in_passwd, runtime) if {
	identity.user_not_in_image with input as fixture.container
		with input.security.run_as_user as run_as_user
		with input.image.user as fixture.fact("1000")
		with input.image.uid as uid
		with input.identity.in_passwd as in_passwd
		with input.runtime as runtime
}

_at := "/spec/securityContext/runAsUser"

test_another_user_without_entry if {
	_holds(fixture.set(1234, _at), fixture.fact(1000), fixture.fact(false), "containerd")
}

test_image_user_that_comes_to_nothing if {
	_holds(fixture.set(1234, _at), fixture.unknown("no users found"), fixture.fact(false), "containerd")
}

test_unknown_image_user_is_not_another if {
	not identity.user_not_in_image with input as fixture.container
		with input.security.run_as_user as fixture.set(1234, _at)
		with input.identity.in_passwd as fixture.fact(false)
}

test_the_images_own if not _holds(fixture.set(1000, _at), fixture.fact(1000), fixture.fact(false), "containerd")

test_entry if not _holds(fixture.set(1234, _at), fixture.fact(1000), fixture.fact(true), "containerd")

test_unknown_entry if {
	not _holds(fixture.set(1234, _at), fixture.fact(1000), fixture.unknown("layer not read"), "containerd")
}

test_cri_o if not _holds(fixture.set(1234, _at), fixture.fact(1000), fixture.fact(false), "cri-o")

test_absent if not _holds(fixture.unset(_at), fixture.fact(1000), fixture.fact(false), "containerd")
