package lib.host_paths_test

import data.lib.host_paths

_sensitive(paths) := {path | some path in paths; host_paths.sensitive(path)}

test_trees_with_what_lies_in_them if {
	paths := {"/etc/kubernetes", "/etc/kubernetes/manifests", "/root/.ssh", "/proc/sys", "/usr/local/bin", "/etc/passwd"}
	_sensitive(paths) == paths
}

test_what_root_runs_or_reads if {
	paths := {
		"/etc/cron.weekly", "/etc/logrotate.d/app", "/etc/ld.so.conf", "/etc/profile", "/etc/environment", "/etc/modprobe.d",
		"/etc/NetworkManager/dispatcher.d", "/etc/alternatives", "/etc/default/kubelet", "/opt/bin", "/run/udev/rules.d", "/run/udev",
		"/var/lib/cloud/scripts", "/var/lib/k0s", "/var/snap/microk8s",
	}
	_sensitive(paths) == paths
}

test_what_holds_a_tree if {
	paths := {"/", "/etc", "/var", "/var/lib", "/var/lib/kubelet", "/sys", "/sys/fs", "/opt", "/run", "/var/spool"}
	_sensitive(paths) == paths
}

test_places_and_homes if {
	paths := {"/dev", "/home", "/home/core", "/home/core/.ssh", "/home/core/.ssh/authorized_keys"}
	_sensitive(paths) == paths
}

test_harmless_and_absent_paths if {
	_sensitive({
		"/data", "/mnt/disk", "/var/log", "/tmp", "/etc/localtime", "/etc/ssl/certs", "/etc/hosts", "/etc/profiles", "/etc/default-app",
		"/run/udev/data", "/etcd", "/dev/shm", "/usrlocal",
		"/var/lib/kubelet/plugins/csi.example.com", "/home/core/data", "/opt/data", "/sys/fs/bpf", "/run/xtables.lock", "",
	}) == set()
}

test_sockets_by_place_and_by_name if {
	paths := ["/run/docker.sock", "/srv/node/docker.sock", "/run/user/1000/podman.sock", "/pipe/docker_engine", "/run/app.sock"]
	{host_paths.socket(path) | some path in paths} == {path | some path in paths; path != "/run/app.sock"}
}

test_sockets_below_a_directory if {
	host_paths.held("/run/crio") == ["/run/crio/crio.sock"]
	host_paths.held("/run/k3s") == ["/run/k3s/containerd/containerd.sock"]
	count(host_paths.held("/run")) == 10
	count(host_paths.held("/")) == 11
	host_paths.held("/run/dock") == []
	host_paths.held("/run/docker.sock") == []
	host_paths.held("/pipe") == []
}
