package lib.start_test

import data.lib.fixture
import data.lib.start

test_fails if start.fails with input as fixture.failing("ExecFormat", "exec format error")

test_fails_where_the_kubelet_refuses if {
	not start.fails with input as fixture.failing("ExecFormat", "exec format error")
		with input.kubelet.verdict as "refuses"
}

test_fails_where_the_start_is_unknown if {
	not start.fails with input as fixture.failing("ExecFormat", "exec format error")
		with input.start.verdict as "unknown"
}

test_high_rule_fires_for_a_failing_start if {
	start.high_rule_fires with input as fixture.failing("ExecFormat", "exec format error")
}

test_high_rule_fires_for_root if {
	start.high_rule_fires with input as fixture.running(0, 0)
}

test_high_rule_fires_where_the_kubelet_refuses if {
	start.high_rule_fires with input as fixture.running(1000, 1000) with input.kubelet.verdict as "refuses"
}

test_high_rule_is_silent_for_root_of_a_user_namespace if {
	not start.high_rule_fires with input as fixture.running(0, 0) with input.identity.host_users as false
}

test_high_rule_is_silent_behind_an_init_container if {
	not start.high_rule_fires with input as fixture.running(1000, 1000)
		with input.start.verdict as "fails"
		with input.start.reason as "InitContainerFailed"
}

test_high_rule_is_silent_for_what_starts if not start.high_rule_fires with input as fixture.running(1000, 1000)

test_high_rule_is_silent_for_unknown if not start.high_rule_fires with input as fixture.container
