package workload.resource_requests_test

import data.lib.fixture
import data.workload.resource_requests

_at := "/spec/containers/0/resources/requests/"

_cpu := concat("", [_at, "cpu"])

_memory := concat("", [_at, "memory"])

_denied(cpu, memory, type) := found if {
	found := resource_requests.deny with input as fixture.container
		with input.type as type
		with input.resources.cpu_request as cpu
		with input.resources.memory_request as memory
}

_finding(missing, path) := {
	"msg": concat(" ", ["the scheduler does not know what the container needs: it requests no", missing]),
	"path": path,
}

test_both_absent if {
	_denied(fixture.unset(_cpu), fixture.unset(_memory), "regular") == {_finding("cpu, memory", _cpu)}
}

test_memory_absent if {
	_denied(fixture.set("100m", _cpu), fixture.unset(_memory), "sidecar") == {_finding("memory", _memory)}
}

test_cpu_absent if {
	_denied(fixture.unset(_cpu), fixture.set("64Mi", _memory), "regular") == {_finding("cpu", _cpu)}
}

test_nothing_is_no_request if {
	_denied(fixture.set("0", _cpu), fixture.set("0", _memory), "regular") == {_finding("cpu, memory", _cpu)}
	_denied(fixture.set("100m", _cpu), fixture.set("0", _memory), "regular") == {_finding("memory", _memory)}
}

test_both_are_silent if _denied(fixture.set("100m", _cpu), fixture.set("64Mi", _memory), "regular") == set()

test_other_types_are_silent if {
	_denied(fixture.unset(_cpu), fixture.unset(_memory), "init") == set()
	_denied(fixture.unset(_cpu), fixture.unset(_memory), "ephemeral") == set()
}
