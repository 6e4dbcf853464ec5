package workload.host_path_sensitive_test

import data.lib.fixture
import data.workload.host_path_sensitive

_at := "/spec/volumes/0/hostPath"

_mount(path, changes) := object.union(
	{
		"volume": "node", "path": _at, "written": path, "host_path": path, "container": "app",
		"read_only": false, "non_root": false,
	},
	changes,
)

_denied(mounts) := found if {
	found := host_path_sensitive.deny with input as fixture.with_pod({"host_mounts": mounts})
}

test_writable if {
	_denied([_mount("/etc", {"written": "/etc/"})]) == {{
		"msg": "volume node is hostPath /etc/, and container app may write to /etc of the node",
		"path": _at,
	}}
}

test_all_that_may_write_are_named if {
	_denied([
		_mount("/etc/kubernetes", {"written": "/etc"}), _mount("/etc", {"container": "reader", "read_only": true}),
		_mount("/etc/cron.d", {"container": "log", "written": "/etc"}),
	]) == {{
		"msg": "volume node is hostPath /etc, and container app, log may write to /etc/cron.d, /etc/kubernetes of the node",
		"path": _at,
	}}
}

test_read_only_is_silent if _denied([_mount("/etc", {"read_only": true})]) == set()

test_a_user_that_is_not_root_too if count(_denied([_mount("/root", {"non_root": true})])) == 1

test_another_path_is_silent if _denied([_mount("/srv/data", {})]) == set()

test_absent_is_silent if _denied([]) == set()
