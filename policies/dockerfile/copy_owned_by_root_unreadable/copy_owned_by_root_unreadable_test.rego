package dockerfile.copy_owned_by_root_unreadable_test

import data.dockerfile.copy_owned_by_root_unreadable
import data.lib.fixture

_copy(i, program) := {
	"path": sprintf("/copies/%d", [i]),
	"keyword": "COPY",
	"source": "run.sh",
	"dest": "/run",
	"from": "context",
	"owner": "",
	"mode": "",
	"program": program,
}

_failing(reason) := object.union(fixture.dockerfile.start, {
	"verdict": "fails",
	"reason": reason,
	"message": "exec /run: permission denied",
	"program": "/run",
})

_denied(start, copies) := found if {
	found := copy_owned_by_root_unreadable.deny with input as fixture.with_user({}, fixture.user("1000", "", false, 1000, 0))
		with input.start as start
		with input.copies as copies
}

test_program_that_cannot_be_executed if {
	_denied(_failing("EntrypointNotExecutable"), [_copy(0, false), _copy(1, true)]) == {{
		"msg": "uid 1000 cannot execute /run, which this COPY makes: exec /run: permission denied",
		"path": "/copies/1",
		"write": "write COPY --chmod=0755 run.sh /run",
	}}
}

test_program_of_the_base_is_silent if _denied(_failing("EntrypointNotExecutable"), [_copy(0, false)]) == set()

test_another_reason_is_silent if _denied(_failing("ExecFormat"), [_copy(0, true)]) == set()

test_unknown_start_is_silent if {
	_denied(object.union(fixture.dockerfile.start, {"reason": "EntrypointNotExecutable"}), [_copy(0, true)]) == set()
}

test_unknown_user_is_silent if {
	found := copy_owned_by_root_unreadable.deny with input as fixture.with_user({}, fixture.unknown_user("app"))
		with input.start as _failing("EntrypointNotExecutable")
		with input.copies as [_copy(0, true)]
	found == set()
}
