package dockerfile.setuid_added_test

import data.dockerfile.setuid_added
import data.lib.fixture

_denied(powers) := found if {
	found := setuid_added.deny with input as fixture.dockerfile with input.powers as powers
}

_chmod := {"path": "/powers/0", "command": "chmod u+s /bin/ping", "file": "/bin/ping", "capability": false}

_setcap := {"path": "/powers/1", "command": "setcap cap_net_raw+ep $p", "file": "", "capability": true}

test_mode_bits if {
	_denied([_chmod]) == {{
		"msg": "chmod u+s /bin/ping gives the power of its owner or group to whoever starts /bin/ping",
		"path": "/powers/0",
	}}
}

test_each_is_a_finding if {
	_denied([_chmod, _setcap]) == {
		{
			"msg": "chmod u+s /bin/ping gives the power of its owner or group to whoever starts /bin/ping",
			"path": "/powers/0",
		},
		{
			"msg": "setcap cap_net_raw+ep $p gives capabilities to whoever starts the file",
			"path": "/powers/1",
		},
	}
}

test_none_is_silent if _denied([]) == set()

test_unknown_files_are_silent if {
	found := setuid_added.deny with input as fixture.dockerfile
	found == set()
}
