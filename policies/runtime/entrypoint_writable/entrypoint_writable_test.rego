package runtime.entrypoint_writable_test

import data.lib.fixture
import data.runtime.entrypoint_writable

_denied(uid, writable, read_only) := found if {
	found := entrypoint_writable.deny with input as fixture.running(uid, 1000)
		with input.start.program_writable as writable
		with input.power.read_only_root_filesystem as read_only
}

test_writable if {
	_denied(1000, fixture.fact(true), false) == {{
		"msg": "uid 1000 may overwrite /bin/api, which it runs",
		"path": "/spec/containers/0",
	}}
}

test_not_writable_is_silent if _denied(1000, fixture.fact(false), false) == set()

test_read_only_root_is_silent if _denied(1000, fixture.fact(true), true) == set()

test_root_is_silent if _denied(0, fixture.fact(true), false) == set()

test_unknown_is_silent if _denied(1000, fixture.unknown("layer not read"), false) == set()
