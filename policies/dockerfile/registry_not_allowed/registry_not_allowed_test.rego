package dockerfile.registry_not_allowed_test

import data.dockerfile.registry_not_allowed
import data.lib.fixture

_denied(repository, allowed) := found if {
	stage := object.union(object.remove(fixture.dockerfile.stages[0], ["repository"]), {"repository": repository})
	found := registry_not_allowed.deny with input as fixture.dockerfile
		with input.stages as [stage]
		with input.parameters.allowed_registries as allowed
}

test_from_elsewhere if {
	_denied({"value": "docker.io/library/debian"}, ["quay.io"]) == {{
		"msg": "FROM debian:13 comes from docker.io/library/debian; allowed is quay.io",
		"path": "/stages/0",
	}}
}

test_allowed_is_silent if _denied({"value": "docker.io/library/debian"}, ["docker.io/library"]) == set()

test_absent_list_allows_any if _denied({"value": "docker.io/library/debian"}, []) == set()

test_unknown_base_is_silent if _denied(fixture.unknown("the base is no image"), ["quay.io"]) == set()
