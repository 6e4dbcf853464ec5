# METADATA
# scope: package
# title: The image's USER has no passwd entry
# description: >-
#   A number without an entry in /etc/passwd runs, but with the root group as its primary group, without a name, and with
#   HOME=/ unless ENV sets HOME. Programs that write below HOME or look up their user fail late and oddly.
# related_resources:
#   - https://docs.docker.com/build/building/best-practices/#user
#   - https://github.com/opencontainers/runc/blob/main/libcontainer/env.go
# schemas:
#   - input: schema.image
# custom:
#   severity: medium
#   evidence: users
#   remediation: add a line such as app:x:1000:1000::/home/app:/sbin/nologin to the image's /etc/passwd
package image.user_no_passwd_entry

import data.lib.image_user

deny contains {"msg": msg, "path": ""} if {
	image_user.fault == "no-entry"
	msg := sprintf("USER %s has no passwd entry: under Kubernetes it runs with gid %d and %s (CRI-O makes an entry up)", [
		input.user.written.value,
		input.user.gid.value,
		_home,
	])
}

_home := sprintf("HOME=%s, from ENV", [input.user.home.value]) if {
	input.user.home_from_env
} else := sprintf("HOME=%s", [input.user.home.value]) if {
	is_string(input.user.home.value)
} else := "a HOME that is not known"
