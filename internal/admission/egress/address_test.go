package egress

import (
	"net/netip"
	"testing"
)

func TestKindOf(t *testing.T) {
	for address, want := range map[string]string{
		"8.8.8.8": "", "140.82.121.33": "", "2606:4700::6810:85e5": "", "172.32.0.1": "", "172.15.255.255": "", "100.128.0.1": "",
		"192.0.1.1": "", "198.20.0.1": "", "::ffff:8.8.8.8": "", "64:ff9b::808:808": "", "2002:808:808::1": "",

		"127.0.0.1": "loopback", "127.255.255.254": "loopback", "::1": "loopback", "::ffff:127.0.0.1": "loopback",
		"10.0.0.1": "private", "172.16.0.1": "private", "172.31.255.255": "private", "192.168.1.1": "private",
		"::ffff:10.0.0.1": "private", "fd00:ec2::254": "private", "fc00::1": "private",
		"169.254.169.254": "link-local", "fe80::1": "link-local", "fe80::1%eth0": "link-local",
		"::ffff:169.254.169.254": "link-local",
		"100.64.0.1":             "carrier-grade NAT", "100.100.100.200": "carrier-grade NAT", "100.127.255.255": "carrier-grade NAT",
		"224.0.0.1": "multicast", "239.255.255.250": "multicast", "ff02::1": "multicast", "ff0e::1": "multicast",
		"0.0.0.0": "unspecified", "::": "unspecified", "::ffff:0.0.0.0": "unspecified", "0.1.2.3": "local",
		"255.255.255.255": "reserved", "240.0.0.1": "reserved", "192.0.0.8": "reserved", "168.63.129.16": "cloud platform",
		"198.18.0.1": "benchmark", "203.0.113.7": "documentation", "2001:db8::1": "documentation", "fec0::1": "site-local",
		"2001::1": "tunnel", "64:ff9b:1::a00:1": "translated",

		// Addresses of IPv6 that lead to one of IPv4.
		"64:ff9b::7f00:1": "loopback", "64:ff9b::a9fe:a9fe": "link-local", "2002:a00:1::1": "private", "2002:7f00:1::": "loopback",
		"::10.0.0.1": "private", "::127.0.0.1": "loopback",
	} {
		if got := kindOf(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s is %q, want %q", address, got, want)
		}
	}
	if got := kindOf(netip.Addr{}); got != "invalid" {
		t.Errorf("no address is %q", got)
	}
}
