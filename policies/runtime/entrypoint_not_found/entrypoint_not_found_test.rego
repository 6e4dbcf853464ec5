package runtime.entrypoint_not_found_test

import data.lib.fixture
import data.runtime.entrypoint_not_found

test_entrypoint_not_found if {
	found := entrypoint_not_found.deny with input as fixture.failing("EntrypointNotFound", "the runtime's words")
	found == {{"msg": "the container does not start: the runtime's words", "path": "/spec/containers/0/image"}}
}

test_interpreter_not_found if {
	found := entrypoint_not_found.deny with input as fixture.failing("InterpreterNotFound", "the runtime's words")
	found == {{"msg": "the container does not start: the runtime's words", "path": "/spec/containers/0/image"}}
}

test_another_reason_is_silent if {
	found := entrypoint_not_found.deny with input as fixture.failing("InvalidEnvironment", "the runtime's words")
	found == set()
}

test_where_the_kubelet_refuses_is_silent if {
	found := entrypoint_not_found.deny with input as fixture.failing("EntrypointNotFound", "the runtime's words")
		with input.kubelet.verdict as "refuses"
	found == set()
}

test_unknown_start_is_silent if {
	found := entrypoint_not_found.deny with input as fixture.failing("EntrypointNotFound", "the runtime's words")
		with input.start.verdict as "unknown"
	found == set()
}

test_what_starts_is_silent if {
	found := entrypoint_not_found.deny with input as fixture.running(1000, 1000)
	found == set()
}
