package runtime.image_unresolved_test

import data.lib.fixture
import data.runtime.image_unresolved

test_unread if {
	found := image_unresolved.deny with input as fixture.container
		with input.image.asked as true
		with input.image.unread as "unauthorized"
	found == {{
		"msg": "image acme/api:1 could not be read: unauthorized",
		"path": "/spec/containers/0/image",
	}}
}

test_read_is_silent if {
	found := image_unresolved.deny with input as fixture.running(1000, 1000)
	found == set()
}

test_not_asked_for_is_silent if {
	found := image_unresolved.deny with input as fixture.container
	found == set()
}
