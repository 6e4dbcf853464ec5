package runtime.start_fails_test

import data.lib.fixture
import data.lib.start
import data.runtime.start_fails

_finding(reason) := {
	"msg": sprintf("the container does not start (%s): the runtime's words", [reason]),
	"path": "/spec/containers/0/image",
}

test_reasons_without_a_rule_of_their_own if {
	every reason in ["NothingToRun", "InvalidEnvironment", "MountFailure", "CreateContainerConfigError"] {
		found := start_fails.deny with input as fixture.failing(reason, "the runtime's words")
		found == {_finding(reason)}
	}
}

test_what_stands_before_the_kubelet if {
	every reason in ["APIRejected", "ImageUnpack"] {
		found := start_fails.deny with input as fixture.failing(reason, "the runtime's words")
			with input.kubelet.verdict as "unreached"
		found == {_finding(reason)}
	}
}

test_reasons_with_a_rule_of_their_own_are_silent if {
	every reason in start.explained {
		found := start_fails.deny with input as fixture.failing(reason, "the runtime's words")
		found == set()
	}
}

test_where_the_kubelet_refuses_is_silent if {
	found := start_fails.deny with input as fixture.failing("CreateContainerConfigError", "the kubelet's words")
		with input.kubelet.verdict as "refuses"
	found == set()
}

test_unknown_start_is_silent if {
	found := start_fails.deny with input as fixture.container
	found == set()
}

test_what_starts_is_silent if {
	found := start_fails.deny with input as fixture.running(1000, 1000)
	found == set()
}
