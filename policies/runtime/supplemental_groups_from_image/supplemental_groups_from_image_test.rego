package runtime.supplemental_groups_from_image_test

import data.lib.fixture
import data.runtime.supplemental_groups_from_image

_denied(groups) := found if {
	found := supplemental_groups_from_image.deny with input as fixture.running(1000, 1000)
		with input.identity.groups as groups
}

_manifest := {"gid": 2000, "from": "/spec/securityContext/fsGroup", "name": ""}

_docker := {"gid": 999, "from": "image.group", "name": "docker"}

test_groups_of_the_image if {
	_denied([{"gid": 44, "from": "image.group", "name": ""}, _docker, _manifest]) == {{
		"msg": "the image's /etc/group adds groups that the manifest does not name: 44, 999 (docker)",
		"path": "/spec/securityContext/supplementalGroupsPolicy",
	}}
}

test_groups_of_the_manifest_are_silent if _denied([_manifest]) == set()

test_absent_is_silent if _denied([]) == set()

test_root_is_silent if {
	found := supplemental_groups_from_image.deny with input as fixture.running(0, 0)
		with input.identity.groups as [_docker]
	found == set()
}

test_unknown_is_silent if {
	found := supplemental_groups_from_image.deny with input as fixture.container
	found == set()
}
