package workload.run_as_user_unset_test

import data.lib.fixture
import data.workload.run_as_user_unset

_at := "/spec/securityContext/runAsUser"

_denied(image) := found if {
	found := run_as_user_unset.deny with input as fixture.container
		with input.image as object.union(object.remove(fixture.container.image, object.keys(image)), image)
}

_finding(image) := {"msg": concat(", ", ["runAsUser is not set for the container or its pod", image]), "path": _at}

test_image_not_read if _denied({}) == {_finding("and the image was not read")}

test_image_names_a_name if {
	_denied({"read": true, "user": fixture.fact("app"), "numeric_non_root": fixture.fact(false)}) == {_finding(`and the image's USER is "app"`)}
}

test_image_names_nobody if {
	_denied({"read": true, "user": fixture.fact(""), "numeric_non_root": fixture.fact(false)}) == {_finding("and the image sets no USER")}
}

test_image_user_is_not_known if {
	_denied({"read": true, "user": fixture.unknown("base not read")}) == {_finding("and the image's USER is not known: base not read")}
}

test_unknown_whether_the_number_is_good if {
	_denied({"read": true, "user": fixture.fact("1000"), "numeric_non_root": fixture.unknown("layer not read")}) == {
		_finding(`and the image's USER is "1000"`),
	}
}

test_image_names_a_good_number_is_silent if {
	_denied({"read": true, "user": fixture.fact("1000"), "numeric_non_root": fixture.fact(true)}) == set()
}

test_set_is_silent if {
	found := run_as_user_unset.deny with input as fixture.container
		with input.security.run_as_user as fixture.set(1000, _at)
	found == set()
}

test_windows_is_silent if {
	found := run_as_user_unset.deny with input as fixture.container with input.os as "windows"
	found == set()
}
