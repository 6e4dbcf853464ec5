# METADATA
# scope: package
# title: What several rules ask of a container's user
# schemas:
#   - input: schema.container
package lib.identity

# user_not_in_image holds where runAsUser takes the place of the image's own user and the image has no entry for it.
# CRI-O makes such an entry up.
user_not_in_image if {
	input.runtime != "cri-o"
	input.identity.in_passwd.value == false
	input.security.run_as_user.set
	_not_the_images_own
}

_not_the_images_own if input.security.run_as_user.value != input.image.uid.value

# USER is known and the passwd file was read, yet USER comes to no uid: it is none that can be resolved.
_not_the_images_own if {
	is_string(input.image.user.value)
	input.image.uid.unknown
}
