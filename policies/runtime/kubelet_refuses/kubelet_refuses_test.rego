package runtime.kubelet_refuses_test

import data.lib.fixture
import data.runtime.kubelet_refuses

_demand := "/spec/securityContext/runAsNonRoot"

_refused(container, message, path) := object.union(container, {"kubelet": {
	"verdict": "refuses",
	"message": message,
	"path": path,
	"demand": _demand,
}})

_related := {{"msg": "runAsNonRoot is demanded here", "path": _demand}}

_by_image := "/spec/containers/0/image"

_and_image(msg) := _related | {{"msg": msg, "path": _by_image}}

test_image_runs_as_root if {
	message := "container has runAsNonRoot and image will run as root"
	found := kubelet_refuses.deny with input as _refused(fixture.running(0, 0), message, _by_image)
		with input.image.user as {"value": ""}
	found == {{
		"msg": message,
		"path": _by_image,
		"related": _and_image("this image sets no USER, so it would run as uid 0"),
		"write": "write USER 1000:1000 in the image's Dockerfile, with a passwd entry, or runAsUser: 1000 in the manifest",
	}}
}

test_image_user_is_a_name if {
	message := "container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root"
	found := kubelet_refuses.deny with input as _refused(fixture.running(1001, 1001), message, _by_image)
		with input.image.user as {"value": "app"}
	found == {{
		"msg": message,
		"path": _by_image,
		"related": _and_image("this image's USER is \"app\""),
		"write": "write runAsUser: 1001 in the manifest, or that number in the image's USER",
	}}
}

test_run_as_user_is_zero if {
	message := "container's runAsUser breaks non-root policy"
	at := "/spec/containers/0/securityContext/runAsUser"
	found := kubelet_refuses.deny with input as _refused(fixture.running(0, 0), message, at)
		with input.security.run_as_user as fixture.set(0, at)
	found == {{
		"msg": message,
		"path": at,
		"related": _related,
		"write": "write runAsUser with a number other than 0",
	}}
}

test_windows_administrator if {
	message := "container's runAsUserName (ContainerAdministrator) which will be regarded as root identity"
	at := "/spec/securityContext/windowsOptions/runAsUserName"
	found := kubelet_refuses.deny with input as _refused(fixture.container, message, at) with input.os as "windows"
	found == {{
		"msg": message,
		"path": at,
		"related": _related,
		"write": "write a runAsUserName other than ContainerAdministrator",
	}}
}

test_unknown_user if {
	message := "container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root"
	found := kubelet_refuses.deny with input as _refused(fixture.container, message, "/spec/containers/0/image")
	count(found) == 1
}

test_admitted_is_silent if {
	found := kubelet_refuses.deny with input as fixture.running(1000, 1000)
	found == set()
}

test_unknown_verdict_is_silent if {
	found := kubelet_refuses.deny with input as fixture.container with input.kubelet.verdict as "unknown"
	found == set()
}
