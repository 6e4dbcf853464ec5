package lib.pod_security_test

import data.lib.pod_security

test_the_absent_capability_is_net_raw if {
	"CHOWN" in pod_security.default_capabilities
	not "NET_RAW" in pod_security.default_capabilities
}

test_thirteen_capabilities if count(pod_security.default_capabilities) == 13

test_nine_volume_types if {
	count(pod_security.volume_types) == 9
	not "hostPath" in pod_security.volume_types
}
