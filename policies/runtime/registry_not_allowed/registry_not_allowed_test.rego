package runtime.registry_not_allowed_test

import data.lib.fixture
import data.runtime.registry_not_allowed

_denied(repository, allowed) := found if {
	found := registry_not_allowed.deny with input as fixture.container
		with input.image.repository as repository
		with input.parameters.allowed_registries as allowed
}

test_from_elsewhere if {
	_denied({"value": "docker.io/acme/api"}, ["quay.io", "ghcr.io/acme"]) == {{
		"msg": "image acme/api:1 comes from docker.io/acme/api; allowed is quay.io, ghcr.io/acme",
		"path": "/spec/containers/0/image",
	}}
}

test_below_an_allowed_one_is_silent if _denied({"value": "quay.io/acme/api"}, ["quay.io/acme"]) == set()

test_absent_list_allows_any if _denied({"value": "docker.io/acme/api"}, []) == set()

test_unknown_repository_is_silent if _denied(fixture.unknown("parse image reference"), ["quay.io"]) == set()
