package workload.service_account_token_test

import data.lib.fixture
import data.workload.service_account_token

_denied(changes) := found if {
	found := service_account_token.deny with input as fixture.inventory([
		{"object_kind": "Service"},
		{"pods": [fixture.indexed(1, changes)]},
	])
}

test_mounted if {
	_denied({"service_account": "api"}) == {{
		"msg": "the token of service account api is mounted, and no binding that was judged gives it rights",
		"path": "/objects/1/spec/automountServiceAccountToken",
	}}
}

test_not_mounted_is_silent if _denied({"token_mounted": false}) == set()

test_bound_account_is_silent if _denied({"bound_by": ["RoleBinding shop/api"]}) == set()

test_unknown_account_is_silent if _denied({"service_account": ""}) == set()

test_absent_is_silent if {
	found := service_account_token.deny with input as fixture.inventory([])
	found == set()
}
