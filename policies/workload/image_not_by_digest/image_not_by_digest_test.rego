package workload.image_not_by_digest_test

import data.lib.fixture
import data.workload.image_not_by_digest

_denied(digest) := found if {
	found := image_not_by_digest.deny with input as fixture.container with input.image.digest as digest
}

test_digest_absent if {
	_denied({"value": ""}) == {{
		"msg": "image acme/api:1 is named by a tag alone, which can be pushed again",
		"path": "/spec/containers/0/image",
	}}
}

test_digest_is_silent if _denied({"value": "sha256:00"}) == set()

test_no_reference_is_silent if _denied(fixture.unknown("parse image reference")) == set()
