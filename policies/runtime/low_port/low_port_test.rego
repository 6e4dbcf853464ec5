package runtime.low_port_test

import data.lib.fixture
import data.runtime.low_port

_port := {
	"container_port": 80,
	"host_port": 80,
	"host_port_path": "/spec/containers/0/ports/0/hostPort",
	"protocol": "TCP",
	"path": "/spec/containers/0/ports/0/containerPort",
}

test_port if {
	found := low_port.deny with input as fixture.running(1000, 1000) with input.start.unbound_ports as [_port]
	found == {{
		"msg": "port 80 cannot be bound: uid 1000 has no NET_BIND_SERVICE in effect",
		"path": "/spec/containers/0/ports/0/containerPort",
	}}
}

test_unknown_user if {
	found := low_port.deny with input as fixture.container with input.start.unbound_ports as [_port]
	found == {{
		"msg": "port 80 cannot be bound: the process has no NET_BIND_SERVICE in effect",
		"path": "/spec/containers/0/ports/0/containerPort",
	}}
}

test_absent_is_silent if {
	found := low_port.deny with input as fixture.running(1000, 1000)
	found == set()
}

test_silent_where_it_does_not_start if {
	found := low_port.deny with input as fixture.failing("ExecFormat", "exec format error")
		with input.start.unbound_ports as [_port]
	found == set()
}
