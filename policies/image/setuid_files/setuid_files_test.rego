package image.setuid_files_test

import data.image.setuid_files
import data.lib.fixture

_denied(fact) := found if {
	found := setuid_files.deny with input as fixture.image with input.setuid_files as fact
}

_su := {"path": "/usr/bin/su", "mode": "4755", "uid": 0, "gid": 0}

_wall := {"path": "/usr/bin/wall", "mode": "2755", "uid": 0, "gid": 5}

test_files_are_one_finding if {
	_denied(fixture.fact([_su, _wall])) == {{
		"msg": "2 setuid or setgid files: /usr/bin/su (4755, uid 0, gid 0), /usr/bin/wall (2755, uid 0, gid 5)",
		"path": "",
	}}
}

test_long_lists_are_cut if {
	files := [object.union(_su, {"path": sprintf("/%d", [i])}) | some i in numbers.range(1, 30)]
	some finding in _denied(fixture.fact(files))
	startswith(finding.msg, "30 setuid or setgid files: /1 (4755, uid 0, gid 0), ")
	endswith(finding.msg, "/20 (4755, uid 0, gid 0), …")
}

test_none_is_silent if _denied(fixture.fact([])) == set()

test_unknown_is_silent if _denied(fixture.unknown("needs --deep")) == set()
