package workload.host_ports_test

import data.lib.fixture
import data.workload.host_ports

_path(i) := sprintf("/spec/containers/0/ports/%d/hostPort", [i])

_port(i, container_port, host_port) := {
	"container_port": container_port,
	"host_port": host_port,
	"protocol": "TCP",
	"path": sprintf("/spec/containers/0/ports/%d/containerPort", [i]),
	"host_port_path": _path(i),
}

_denied(ports, host_network) := found if {
	found := host_ports.deny with input as fixture.container
		with input.ports as ports
		with input.security.host_network as host_network
}

_pod_network := fixture.unset("/spec/hostNetwork")

_host_network := fixture.set(true, "/spec/hostNetwork")

test_host_port if {
	_denied([_port(0, 8080, 80), _port(1, 9090, 0)], _pod_network) == {{
		"msg": "hostPort 80: port 8080 of the container is one of the node",
		"path": _path(0),
	}}
}

test_the_same_number_is_one_too if {
	_denied([_port(0, 80, 80)], _pod_network) == {{
		"msg": "hostPort 80: port 80 of the container is one of the node",
		"path": _path(0),
	}}
}

test_host_network_is_one_finding if {
	_denied([_port(0, 8080, 8080), _port(1, 9090, 9090)], _host_network) == {{
		"msg": "hostPort 8080, 9090: with hostNetwork the ports of the container are those of the node",
		"path": "/spec/hostNetwork",
	}}
}

test_another_number_beside_host_network if {
	_denied([_port(0, 8080, 80)], _host_network) == {{
		"msg": "hostPort 80: port 8080 of the container is one of the node",
		"path": _path(0),
	}}
}

test_none_is_silent if _denied([_port(0, 8080, 0)], _pod_network) == set()

test_host_network_without_ports_is_silent if _denied([], _host_network) == set()

test_absent_is_silent if _denied([], _pod_network) == set()
