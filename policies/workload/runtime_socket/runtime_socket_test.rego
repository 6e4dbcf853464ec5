package workload.runtime_socket_test

import data.lib.fixture
import data.workload.runtime_socket

_at := "/spec/volumes/0/hostPath"

_mount(path, changes) := object.union(
	{
		"volume": "node", "path": _at, "written": path, "host_path": path, "container": "app",
		"read_only": true, "non_root": false,
	},
	changes,
)

_denied(mounts) := found if {
	found := runtime_socket.deny with input as fixture.with_pod({"host_mounts": mounts})
}

test_the_socket_itself if {
	_denied([_mount("/run/docker.sock", {"written": "/var/run/docker.sock", "non_root": true})]) == {{
		"msg": "volume node is hostPath /var/run/docker.sock, which is the socket of a container runtime, in container app",
		"path": _at,
	}}
}

test_a_directory_that_holds_one if {
	_denied([_mount("/run/crio", {}), _mount("/run/crio", {"container": "log"})]) == {{
		"msg": concat(" ", [
			"volume node is hostPath /run/crio, which holds the socket /run/crio/crio.sock of a container runtime,",
			"in container app, log",
		]),
		"path": _at,
	}}
}

test_a_directory_for_another_user_is_silent if _denied([_mount("/", {"non_root": true})]) == set()

test_volumes_apart if {
	second := "/spec/volumes/1/hostPath"
	found := _denied([
		_mount("/run/docker.sock", {}), _mount("/srv", {"container": "log"}),
		_mount("/run/crio/crio.sock", {"volume": "crio", "path": second, "container": "log"}),
	])
	{finding.path: finding.msg | some finding in found} == {
		_at: "volume node is hostPath /run/docker.sock, which is the socket of a container runtime, in container app",
		second: "volume crio is hostPath /run/crio/crio.sock, which is the socket of a container runtime, in container log",
	}
}

test_another_path_is_silent if _denied([_mount("/run/agent.sock", {})]) == set()

test_absent_is_silent if _denied([]) == set()
