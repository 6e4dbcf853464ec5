package workload.unknown_field_test

import data.lib.fixture
import data.workload.unknown_field

_field(nearest, security) := {"path": "/spec/replica", "name": "replica", "nearest": nearest, "security": security}

_denied(fields, newer) := found if {
	found := unknown_field.deny with input as fixture.resource
		with input.unknown_fields as fields
		with input.kubernetes_newer_than_known as newer
}

_msg := "the API server drops replica: no such field stands here"

test_field_with_a_near_name if {
	_denied([_field("/spec/replicas", false)], false) == {{
		"msg": _msg,
		"path": "/spec/replica",
		"write": "write the field at /spec/replicas, or remove it",
	}}
}

test_field_with_nothing_near if _denied([_field("", false)], false) == {{"msg": _msg, "path": "/spec/replica"}}

test_security_is_unknown_security_fields if _denied([_field("/spec/replicas", true)], false) == set()

test_newer_kubernetes_is_silent if _denied([_field("", false)], true) == set()

test_absent_is_silent if _denied([], false) == set()
