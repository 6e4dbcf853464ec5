package runtime.user_unresolvable_test

import data.lib.fixture
import data.runtime.user_unresolvable

test_user_not_found if {
	found := user_unresolvable.deny with input as fixture.failing("UserNotFound", "the runtime's words")
	found == {{"msg": "the container is not created, its user cannot be resolved: the runtime's words", "path": "/spec/containers/0/image"}}
}

test_user_out_of_range if {
	found := user_unresolvable.deny with input as fixture.failing("UserOutOfRange", "the runtime's words")
	found == {{"msg": "the container is not created, its user cannot be resolved: the runtime's words", "path": "/spec/containers/0/image"}}
}

test_another_reason_is_silent if {
	found := user_unresolvable.deny with input as fixture.failing("InvalidEnvironment", "the runtime's words")
	found == set()
}

test_where_the_kubelet_refuses_is_silent if {
	found := user_unresolvable.deny with input as fixture.failing("UserNotFound", "the runtime's words")
		with input.kubelet.verdict as "refuses"
	found == set()
}

test_unknown_start_is_silent if {
	found := user_unresolvable.deny with input as fixture.failing("UserNotFound", "the runtime's words")
		with input.start.verdict as "unknown"
	found == set()
}

test_what_starts_is_silent if {
	found := user_unresolvable.deny with input as fixture.running(1000, 1000)
	found == set()
}
