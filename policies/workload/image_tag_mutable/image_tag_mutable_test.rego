package workload.image_tag_mutable_test

import data.lib.fixture
import data.workload.image_tag_mutable

_denied(tag, digest) := found if {
	found := image_tag_mutable.deny with input as fixture.container
		with input.image.ref as "acme/api"
		with input.image.tag as tag
		with input.image.digest as digest
}

_finding(fault) := {"msg": concat(" ", ["image acme/api has", fault]), "path": "/spec/containers/0/image"}

test_tag_absent if _denied({"value": ""}, {"value": ""}) == {_finding("no tag, which means latest")}

test_latest if _denied({"value": "latest"}, {"value": ""}) == {_finding("the tag latest, which moves")}

test_another_tag_is_silent if _denied({"value": "1.4.0"}, {"value": ""}) == set()

test_digest_is_silent if {
	_denied({"value": ""}, {"value": "sha256:00"}) == set()
	_denied({"value": "latest"}, {"value": "sha256:00"}) == set()
}

test_no_reference_is_silent if {
	_denied(fixture.unknown("parse image reference"), fixture.unknown("parse image reference")) == set()
}
