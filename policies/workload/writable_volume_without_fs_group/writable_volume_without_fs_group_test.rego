package workload.writable_volume_without_fs_group_test

import data.lib.fixture
import data.workload.writable_volume_without_fs_group

_at := "/spec/securityContext/fsGroup"

_mounts := [
	{"path": "/data", "volume": "persistentVolumeClaim", "name": "data"},
	{"path": "/tmp", "volume": "emptyDir", "name": "tmp"},
	{"path": "/scratch", "volume": "ephemeral", "name": "scratch"},
]

_in(uid) := object.union(fixture.running(uid, uid), {"power": {"writable": _mounts}})

_denied(uid) := found if found := writable_volume_without_fs_group.deny with input as _in(uid)

test_fs_group_absent if {
	_denied(1000) == {{
		"msg": "uid 1000 writes to volume data at /data, scratch at /scratch, and fsGroup is not set",
		"path": _at,
	}}
}

test_prepared_volumes_are_left_out if {
	found := writable_volume_without_fs_group.deny with input as _in(1000)
		with input.prepared_volumes as ["data"]
	found == {{"msg": "uid 1000 writes to volume scratch at /scratch, and fsGroup is not set", "path": _at}}
}

test_root_is_silent if _denied(0) == set()

test_unknown_user_of_whom_more_is_demanded if {
	found := writable_volume_without_fs_group.deny with input as fixture.container
		with input.security.run_as_non_root as fixture.set(true, "/spec/securityContext/runAsNonRoot")
		with input.power.writable as [_mounts[0]]
	found == {{
		"msg": "a user that is not root writes to volume data at /data, and fsGroup is not set",
		"path": _at,
	}}
}

test_unknown_user_is_silent if {
	found := writable_volume_without_fs_group.deny with input as fixture.container with input.power.writable as _mounts
	found == set()
}

test_a_group_is_silent if {
	fs_group := writable_volume_without_fs_group.deny with input as _in(1000)
		with input.security.fs_group as fixture.set(1000, _at)
	supplemental := writable_volume_without_fs_group.deny with input as _in(1000)
		with input.security.supplemental_groups as fixture.set([1000], "/spec/securityContext/supplementalGroups")
	fs_group | supplemental == set()
}

test_windows_is_silent if {
	found := writable_volume_without_fs_group.deny with input as _in(1000) with input.os as "windows"
	found == set()
}
