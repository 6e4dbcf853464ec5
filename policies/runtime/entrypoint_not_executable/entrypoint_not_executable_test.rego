package runtime.entrypoint_not_executable_test

import data.lib.fixture
import data.runtime.entrypoint_not_executable

test_entrypoint_not_executable if {
	found := entrypoint_not_executable.deny with input as fixture.failing("EntrypointNotExecutable", "the runtime's words")
	found == {{"msg": "the container does not start: the runtime's words", "path": "/spec/containers/0/image"}}
}

test_exec_format if {
	found := entrypoint_not_executable.deny with input as fixture.failing("ExecFormat", "the runtime's words")
	found == {{"msg": "the container does not start: the runtime's words", "path": "/spec/containers/0/image"}}
}

test_another_reason_is_silent if {
	found := entrypoint_not_executable.deny with input as fixture.failing("InvalidEnvironment", "the runtime's words")
	found == set()
}

test_where_the_kubelet_refuses_is_silent if {
	found := entrypoint_not_executable.deny with input as fixture.failing("EntrypointNotExecutable", "the runtime's words")
		with input.kubelet.verdict as "refuses"
	found == set()
}

test_unknown_start_is_silent if {
	found := entrypoint_not_executable.deny with input as fixture.failing("EntrypointNotExecutable", "the runtime's words")
		with input.start.verdict as "unknown"
	found == set()
}

test_what_starts_is_silent if {
	found := entrypoint_not_executable.deny with input as fixture.running(1000, 1000)
	found == set()
}
