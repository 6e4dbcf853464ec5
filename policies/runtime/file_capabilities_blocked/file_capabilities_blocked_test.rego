package runtime.file_capabilities_blocked_test

import data.lib.fixture
import data.runtime.file_capabilities_blocked

test_file_capabilities if {
	found := file_capabilities_blocked.deny with input as fixture.failing("FileCapabilities", "the runtime's words")
	found == {{"msg": "the container does not start: the runtime's words", "path": "/spec/containers/0/image"}}
}

test_another_reason_is_silent if {
	found := file_capabilities_blocked.deny with input as fixture.failing("InvalidEnvironment", "the runtime's words")
	found == set()
}

test_where_the_kubelet_refuses_is_silent if {
	found := file_capabilities_blocked.deny with input as fixture.failing("FileCapabilities", "the runtime's words")
		with input.kubelet.verdict as "refuses"
	found == set()
}

test_unknown_start_is_silent if {
	found := file_capabilities_blocked.deny with input as fixture.failing("FileCapabilities", "the runtime's words")
		with input.start.verdict as "unknown"
	found == set()
}

test_what_starts_is_silent if {
	found := file_capabilities_blocked.deny with input as fixture.running(1000, 1000)
	found == set()
}
