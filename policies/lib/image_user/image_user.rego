# METADATA
# scope: package
# title: What is wrong with a USER
# description: >-
#   A USER has at most one of four faults. They are told apart here, once, in the order in which they matter, so that the
#   four rules of category image that report them never report two.
# schemas:
#   - input: schema.image
package lib.image_user

# fault is root, invalid, name or no-entry, and undefined for a good USER and where the facts do not say.
fault := "root" if {
	_runs_as_root
	not _passwd_is_unreadable
} else := "invalid" if {
	input.os != "windows"
	_is_invalid
} else := "name" if {
	not input.user.numeric
	_non_root
} else := "no-entry" if {
	input.user.in_passwd.value == false
	_non_root
}

# group_counts holds where runtimes get as far as the group: the user half is resolved and not root.
group_counts if {
	_non_root
	not _is_invalid
}

_runs_as_root if input.user.uid.value == 0

_runs_as_root if named_root

# named_root holds for the name root where passwd could not be read: in every image that starts it is uid 0.
named_root if {
	input.os != "windows"
	input.user.name == "root"
	input.user.uid.unknown != ""
	not _is_invalid
}

# Windows knows users by name alone. The kubelet compares this one without regard to case.
_runs_as_root if {
	input.os == "windows"
	lower(input.user.written.value) == "containeradministrator"
}

_non_root if {
	input.os != "windows"
	input.user.uid.value != 0
}

_is_invalid if input.user.invalid.value != ""

# The number 0 is resolved by every runtime unless the passwd file itself stands in its way. A second colon (0:1:2) is
# an error of another kind: Kubernetes cuts it off, and starts the image as root.
_passwd_is_unreadable if {
	_is_invalid
	not contains(input.user.group, ":")
}
