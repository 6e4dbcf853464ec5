package workload.host_path_test

import data.lib.fixture
import data.workload.host_path

_volume(sources) := {"name": "data", "path": "/spec/volumes/0", "sources": sources, "host_path": "/var/log"}

_denied(volumes, level) := found if {
	found := host_path.deny with input as fixture.with_pod({"volumes": volumes})
		with input.pod_security_level as level
}

_restricted := {"msg": "restricted volume types: volume data is hostPath /var/log", "path": "/spec/volumes/0/hostPath"}

_baseline := {"msg": "hostPath volumes: volume data is hostPath /var/log", "path": "/spec/volumes/0/hostPath"}

test_restricted if _denied([_volume(["hostPath"])], "restricted") == {_restricted}

test_baseline if _denied([_volume(["hostPath"])], "baseline") == {_baseline}

test_with_an_allowed_source_too if {
	_denied([_volume(["hostPath", "emptyDir"])], "restricted") == set()
	_denied([_volume(["hostPath", "emptyDir"])], "baseline") == {_baseline}
}

test_with_another_forbidden_source if _denied([_volume(["hostPath", "nfs"])], "restricted") == {_restricted}

test_another_kind_is_silent if {
	_denied([_volume(["nfs"])], "restricted") == set()
	_denied([_volume(["nfs"])], "baseline") == set()
}

test_absent_is_silent if _denied([], "restricted") == set()
