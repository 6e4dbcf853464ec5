package workload.probe_host_test

import data.lib.fixture
import data.workload.probe_host

_probe(field, path) := {"field": field, "host": "10.0.0.1", "path": path}

_http_at := "/spec/containers/0/livenessProbe/httpGet/host"

_tcp_at := "/spec/containers/0/lifecycle/preStop/tcpSocket/host"

_denied(hosts) := found if {
	found := probe_host.deny with input as fixture.container with input.probe_hosts as hosts
}

test_each_is_named if {
	_denied([
		_probe("livenessProbe.httpGet.host", _http_at),
		_probe("lifecycle.preStop.tcpSocket.host", _tcp_at),
	]) == {
		{"msg": "probe or lifecycle host: livenessProbe.httpGet.host is 10.0.0.1", "path": _http_at},
		{"msg": "probe or lifecycle host: lifecycle.preStop.tcpSocket.host is 10.0.0.1", "path": _tcp_at},
	}
}

test_in_an_older_version if {
	found := probe_host.deny with input as fixture.container
		with input.kubernetes_minor as 20
		with input.probe_hosts as [_probe("livenessProbe.httpGet.host", _http_at)]
	found == {{"msg": "probe or lifecycle host: livenessProbe.httpGet.host is 10.0.0.1", "path": _http_at}}
}

test_absent_is_silent if _denied([]) == set()
