package workload.read_only_root_filesystem_test

import data.lib.fixture
import data.workload.read_only_root_filesystem

_at := "/spec/containers/0/securityContext/readOnlyRootFilesystem"

_denied(setting) := found if {
	found := read_only_root_filesystem.deny with input as fixture.container
		with input.security.read_only_root_filesystem as setting
}

test_absent if {
	_denied(fixture.unset(_at)) == {{
		"msg": "the root file system is writable: readOnlyRootFilesystem is not set",
		"path": _at,
	}}
}

test_false if {
	_denied(fixture.set(false, _at)) == {{
		"msg": "the root file system is writable: readOnlyRootFilesystem is false (container)",
		"path": _at,
	}}
}

test_true_is_silent if _denied(fixture.set(true, _at)) == set()

test_windows_is_silent if {
	found := read_only_root_filesystem.deny with input as fixture.container with input.os as "windows"
	found == set()
}
