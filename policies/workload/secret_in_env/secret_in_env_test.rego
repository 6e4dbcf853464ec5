package workload.secret_in_env_test

import data.lib.fixture
import data.workload.secret_in_env

_at := "/spec/containers/0/env/0/value"

_denied(name, value) := found if {
	found := secret_in_env.deny with input as fixture.container
		with input.env as [{"name": name, "value": value, "path": _at}]
}

test_a_name if {
	_denied("DB_PASSWORD", "hunter2") == {{
		"msg": "the value of DB_PASSWORD is written out, and its name says that it is a secret",
		"path": _at,
	}}
}

test_a_shape if {
	_denied("BROKER", "amqp://guest:hunter2@broker:5672") == {{
		"msg": "the value of BROKER is written out, and it is a URL with a password",
		"path": _at,
	}}
}

test_name_and_shape_are_one_finding if {
	_denied("GITHUB_TOKEN", "ghp_0123456789abcdefghijABCDEFGHIJ012345") == {{
		"msg": "the value of GITHUB_TOKEN is written out, and it is a GitHub token",
		"path": _at,
	}}
}

test_no_value_is_in_a_message if {
	every value in ["hunter2hunter2", "amqp://u:hunter2hunter2@h"] {
		every finding in _denied("SECRET", value) {
			not contains(finding.msg, "hunter2")
		}
	}
}

test_another_variable_is_silent if _denied("LOG_LEVEL", "debug") == set()

test_absent_is_silent if {
	found := secret_in_env.deny with input as fixture.container
	found == set()
}
