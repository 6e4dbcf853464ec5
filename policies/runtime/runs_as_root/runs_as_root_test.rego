package runtime.runs_as_root_test

import data.lib.fixture
import data.runtime.runs_as_root

test_root if {
	found := runs_as_root.deny with input as fixture.running(0, 0)
	found == {{
		"msg": "the container runs as root (uid 0), by the image's USER 0",
		"path": "/spec/containers/0/image",
		"related": set(),
	}}
}

test_root_that_is_let_pass if {
	path := "/spec/containers/0/securityContext/runAsNonRoot"
	found := runs_as_root.deny with input as fixture.running(0, 0)
		with input.security.run_as_non_root as {"set": true, "value": false, "from": path, "level": "container"}
	found == {{
		"msg": "the container runs as root (uid 0), by the image's USER 0",
		"path": "/spec/containers/0/image",
		"related": {{"msg": "runAsNonRoot is false here, so the kubelet lets it pass", "path": path}},
	}}
}

test_another_user_is_silent if {
	found := runs_as_root.deny with input as fixture.running(1000, 1000)
	found == set()
}

test_where_the_kubelet_refuses_is_silent if {
	found := runs_as_root.deny with input as fixture.running(0, 0) with input.kubelet.verdict as "refuses"
	found == set()
}

test_where_the_kubelet_is_not_reached_is_silent if {
	found := runs_as_root.deny with input as fixture.running(0, 0) with input.kubelet.verdict as "unreached"
	found == set()
}

test_user_namespace_is_silent if {
	found := runs_as_root.deny with input as fixture.running(0, 0) with input.identity.host_users as false
	found == set()
}

test_unknown_is_silent if {
	found := runs_as_root.deny with input as fixture.container
	found == set()
}
