package workload.sysctls_test

import data.lib.fixture
import data.workload.sysctls

_at := "/spec/securityContext/sysctls/0/name"

_denied(name, minor) := found if {
	found := sysctls.deny with input as fixture.with_pod({"sysctls": [{"name": name, "value": "1", "path": _at}]})
		with input.kubernetes_minor as minor
}

_finding(name) := {"msg": sprintf("forbidden sysctls: %s is set to 1", [name]), "path": _at}

_since(minor, names) if {
	every name in names {
		_denied(name, minor) == set()
		_denied(name, minor - 1) == {_finding(name)}
	}
}

test_forbidden if _denied("kernel.msgmax", 37) == {_finding("kernel.msgmax")}

test_written_with_slashes if _denied("net/ipv4/tcp_syncookies", 37) == {_finding("net/ipv4/tcp_syncookies")}

test_always_allowed_are_silent if {
	every name in [
		"kernel.shm_rmid_forced",
		"net.ipv4.ip_local_port_range",
		"net.ipv4.tcp_syncookies",
		"net.ipv4.ping_group_range",
		"net.ipv4.ip_unprivileged_port_start",
	] {
		_denied(name, 0) == set()
	}
}

test_since_1_27 if _since(27, ["net.ipv4.ip_local_reserved_ports"])

test_since_1_29 if {
	_since(29, [
		"net.ipv4.tcp_keepalive_time",
		"net.ipv4.tcp_fin_timeout",
		"net.ipv4.tcp_keepalive_intvl",
		"net.ipv4.tcp_keepalive_probes",
	])
}

test_since_1_32 if _since(32, ["net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"])

test_since_1_37 if _since(37, ["net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat"])

test_absent_is_silent if {
	found := sysctls.deny with input as fixture.resource
	found == set()
}
