package runtime.capability_without_effect_test

import data.lib.fixture
import data.runtime.capability_without_effect

_added := {
	"name": "NET_ADMIN",
	"path": "/spec/containers/0/securityContext/capabilities/add/0",
	"reason": "uid 1000 runs a program without file capabilities",
}

_ignored := {
	"name": "CAP_NET_RAW",
	"path": "/spec/containers/0/securityContext/capabilities/drop/0",
	"reason": "containerd does not know it by this name",
}

_denied(uid, without_effect, ignored) := found if {
	found := capability_without_effect.deny with input as fixture.running(uid, 1000)
		with input.power.without_effect as without_effect
		with input.power.ignored as ignored
}

test_both if {
	_denied(1000, [_added], [_ignored]) == {
		{
			"msg": "capability NET_ADMIN is added without effect: uid 1000 runs a program without file capabilities",
			"path": "/spec/containers/0/securityContext/capabilities/add/0",
		},
		{
			"msg": `capability "CAP_NET_RAW" is ignored: containerd does not know it by this name`,
			"path": "/spec/containers/0/securityContext/capabilities/drop/0",
		},
	}
}

test_absent_is_silent if _denied(1000, [], []) == set()

test_silent_where_it_does_not_start if {
	found := capability_without_effect.deny with input as fixture.failing("ExecFormat", "exec format error")
		with input.power.without_effect as [_added]
		with input.power.ignored as [_ignored]
	found == set()
}
