# METADATA
# scope: package
# title: The image is not named by its digest
# description: >-
#   A tag can be pushed again, by whoever may push to the repository. A digest names one image and no other, so what was
#   tested is what runs, and a registry that is taken over cannot change it.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/#image-names
# schemas:
#   - input: schema.container
# custom:
#   severity: low
#   remediation: "write the digest behind the tag, as in api:1.4.0@sha256:…; tools that update images keep both current"
package workload.image_not_by_digest

deny contains {"msg": msg, "path": input.image.path} if {
	input.image.digest.value == ""
	msg := sprintf("image %s is named by a tag alone, which can be pushed again", [input.image.ref])
}
