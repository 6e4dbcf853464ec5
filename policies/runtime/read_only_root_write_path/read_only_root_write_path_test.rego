package runtime.read_only_root_write_path_test

import data.lib.fixture
import data.runtime.read_only_root_write_path

_cache := {"path": "/var/cache/app", "evidence": "owned by uid 1000", "volume": "cache"}

_tmp := {"path": "/tmp", "evidence": "a usual place", "volume": "tmp"}

_denied(writes, read_only) := found if {
	found := read_only_root_write_path.deny with input as fixture.running(1000, 1000)
		with input.power.likely_writes as writes
		with input.power.read_only_root_filesystem as read_only
}

test_paths_are_one_finding if {
	_denied([_cache, _tmp], true) == {{
		"msg": concat(" ", [
			"the root is read-only, and no writable mount covers",
			"/var/cache/app (owned by uid 1000), /tmp (a usual place)",
		]),
		"path": "/spec/containers/0/volumeMounts",
		"write": "mount an emptyDir cache on /var/cache/app, an emptyDir tmp on /tmp",
	}}
}

test_writable_root_is_silent if _denied([_cache], false) == set()

test_absent_is_silent if _denied([], true) == set()

test_silent_where_it_does_not_start if {
	found := read_only_root_write_path.deny with input as fixture.failing("ExecFormat", "exec format error")
		with input.power.likely_writes as [_cache]
		with input.power.read_only_root_filesystem as true
	found == set()
}
