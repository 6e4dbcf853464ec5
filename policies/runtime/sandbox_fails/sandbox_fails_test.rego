package runtime.sandbox_fails_test

import data.lib.fixture
import data.runtime.sandbox_fails

_failing := object.union(
	fixture.failing("SandboxFailure", `user group "3000" is specified without user`),
	{"kubelet": {"verdict": "unreached"}, "start": {"path": "/spec/securityContext/runAsGroup"}},
)

test_sandbox if {
	found := sandbox_fails.deny with input as _failing
	found == {{
		"msg": `the pod's sandbox cannot be made: user group "3000" is specified without user`,
		"path": "/spec/securityContext/runAsGroup",
	}}
}

test_another_reason_is_silent if {
	found := sandbox_fails.deny with input as _failing with input.start.reason as "APIRejected"
	found == set()
}

test_unknown_start_is_silent if {
	found := sandbox_fails.deny with input as _failing with input.start.verdict as "unknown"
	found == set()
}

test_what_starts_is_silent if {
	found := sandbox_fails.deny with input as fixture.running(1000, 1000)
	found == set()
}
