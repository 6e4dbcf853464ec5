package workload.volume_types_test

import data.lib.fixture
import data.workload.volume_types

_denied(sources) := found if {
	volume := {"name": "data", "path": "/spec/volumes/0", "sources": sources, "host_path": ""}
	found := volume_types.deny with input as fixture.with_pod({"volumes": [volume]})
}

test_restricted_type if {
	_denied(["nfs"]) == {{"msg": "restricted volume types: volume data is of type nfs", "path": "/spec/volumes/0/nfs"}}
}

test_a_type_nobody_knows if {
	_denied(["moonDust"]) == {{
		"msg": "restricted volume types: volume data is of type moonDust",
		"path": "/spec/volumes/0/moonDust",
	}}
}

test_allowed_types_are_silent if {
	every source in [
		"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim",
		"projected", "secret",
	] {
		_denied([source]) == set()
	}
}

test_one_allowed_source_is_enough if _denied(["nfs", "emptyDir"]) == set()

test_host_path_is_another_rules if {
	_denied(["hostPath"]) == set()
	_denied(["hostPath", "nfs"]) == set()
}

test_absent_is_silent if {
	found := volume_types.deny with input as fixture.resource
	found == set()
}
