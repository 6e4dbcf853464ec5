package workload.unknown_security_field_test

import data.lib.fixture
import data.workload.unknown_security_field

_misspelt := {
	"path": "/spec/securityContext/runAsNonroot",
	"name": "runAsNonroot",
	"nearest": "/spec/securityContext/runAsNonRoot",
	"security": true,
}

_denied(fields, newer) := found if {
	found := unknown_security_field.deny with input as fixture.resource
		with input.unknown_fields as fields
		with input.kubernetes_newer_than_known as newer
}

_finding := {
	"msg": "the API server drops runAsNonroot: no such field stands here",
	"path": "/spec/securityContext/runAsNonroot",
	"write": "write the field at /spec/securityContext/runAsNonRoot",
}

test_field_of_a_security_context if _denied([_misspelt], false) == {_finding}

test_for_newer_kubernetes_too if _denied([_misspelt], true) == {_finding}

test_another_field_is_unknown_fields if {
	_denied([object.union(_misspelt, {"security": false})], false) == set()
}

test_absent_is_silent if _denied([], false) == set()
