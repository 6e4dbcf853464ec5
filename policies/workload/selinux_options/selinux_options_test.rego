package workload.selinux_options_test

import data.lib.fixture
import data.workload.selinux_options

_at := "/spec/containers/0/securityContext/seLinuxOptions"

_type_at := "/spec/containers/0/securityContext/seLinuxOptions/type"

_denied(at_pod, at_container) := found if {
	found := selinux_options.deny with input as fixture.with_contexts(at_pod, at_container)
}

_of_type(value, minor) := found if {
	found := selinux_options.deny with input as fixture.with_contexts({}, {"selinux_type": fixture.set(value, _type_at)})
		with input.kubernetes_minor as minor
}

test_type if {
	_of_type("spc_t", 37) == {{"msg": "seLinuxOptions: type is spc_t for container app", "path": _type_at}}
}

test_user_and_role_at_the_pod if {
	user := fixture.set("system_u", "/spec/securityContext/seLinuxOptions/user")
	role := fixture.set("system_r", "/spec/securityContext/seLinuxOptions/role")
	_denied({"selinux_user": user, "selinux_role": role}, {}) == {
		{"msg": "seLinuxOptions: user is system_u for the pod, it may not be set", "path": user.from},
		{"msg": "seLinuxOptions: role is system_r for the pod, it may not be set", "path": role.from},
	}
}

test_types_of_containers_are_silent if {
	every name in ["container_t", "container_init_t", "container_kvm_t"] {
		_of_type(name, 0) == set()
	}
}

test_type_of_engines_since_1_31 if {
	_of_type("container_engine_t", 31) == set()
	_of_type("container_engine_t", 30) == {{
		"msg": "seLinuxOptions: type is container_engine_t for container app",
		"path": _type_at,
	}}
}

test_absent_is_silent if _denied({}, {}) == set()
