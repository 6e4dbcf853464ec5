# METADATA
# scope: package
# title: The image is whatever its registry calls latest
# description: >-
#   A reference without a tag means latest, and latest is another image after every push. Nodes then run different programs
#   under one manifest, a restart is an update, and there is no way back.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/#image-names
# schemas:
#   - input: schema.container
# custom:
#   severity: medium
#   remediation: write the tag of a release, better with its digest
#   supersedes: [workload/image-not-by-digest]
package workload.image_tag_mutable

deny contains {"msg": msg, "path": input.image.path} if {
	input.image.digest.value == ""
	msg := sprintf("image %s %s", [input.image.ref, _fault])
}

_fault := "has no tag, which means latest" if input.image.tag.value == ""

_fault := "has the tag latest, which moves" if input.image.tag.value == "latest"
