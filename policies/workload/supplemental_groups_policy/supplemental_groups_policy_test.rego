package workload.supplemental_groups_policy_test

import data.lib.fixture
import data.workload.supplemental_groups_policy

_at := "/spec/securityContext/supplementalGroupsPolicy"

_pod(setting) := fixture.with_pod({"security": {"supplemental_groups_policy": setting}})

_denied(setting) := found if found := supplemental_groups_policy.deny with input as _pod(setting)

test_absent if {
	found := supplemental_groups_policy.deny with input as fixture.resource
	found == {{
		"msg": "groups of the image's /etc/group count: supplementalGroupsPolicy is not set",
		"path": _at,
	}}
}

test_merge if {
	_denied(fixture.set("Merge", _at)) == {{
		"msg": "groups of the image's /etc/group count: supplementalGroupsPolicy is Merge (pod)",
		"path": _at,
	}}
}

test_strict_is_silent if _denied(fixture.set("Strict", _at)) == set()

test_windows_is_silent if {
	found := supplemental_groups_policy.deny with input as fixture.with_pod({"os": "windows"})
	found == set()
}

test_before_1_33_is_silent if {
	found := supplemental_groups_policy.deny with input as fixture.resource with input.kubernetes_minor as 32
	found == set()
}

test_settings_elsewhere_are_silent if {
	found := supplemental_groups_policy.deny with input as fixture.with_pod({"settings_elsewhere": true})
	found == set()
}
