# METADATA
# scope: package
# title: Paths of a node
# description: Which paths of a node give a container that mounts them power over the node.
package lib.host_paths

# sensitive tells whether writing to a path, or below it, is a way to become root on the node: it lies in one of the trees,
# holds one, or is one of the places.
sensitive(path) if {
	some tree in trees
	_in(path, tree)
}

sensitive(path) if {
	some tree in trees
	_in(tree, path)
}

sensitive(path) if path in places

sensitive(path) if regex.match(`^/home/[^/]+(/\.ssh(/.*)?)?$`, path)

# trees are sensitive with all that lies in them: programs, configuration and state of root's own software.
trees := {
	"/bin",
	"/boot",
	"/etc/NetworkManager",
	"/etc/alternatives",
	"/etc/anacrontab",
	"/etc/apt",
	"/etc/bash.bashrc",
	"/etc/bashrc",
	"/etc/cni",
	"/etc/containerd",
	"/etc/crio",
	"/etc/cron.d",
	"/etc/cron.daily",
	"/etc/cron.hourly",
	"/etc/cron.monthly",
	"/etc/cron.weekly",
	"/etc/crontab",
	"/etc/dbus-1",
	"/etc/default",
	"/etc/docker",
	"/etc/environment",
	"/etc/group",
	"/etc/grub.d",
	"/etc/gshadow",
	"/etc/init.d",
	"/etc/kernel",
	"/etc/kubernetes",
	"/etc/ld.so.cache",
	"/etc/ld.so.conf",
	"/etc/ld.so.conf.d",
	"/etc/ld.so.preload",
	"/etc/logrotate.conf",
	"/etc/logrotate.d",
	"/etc/modprobe.d",
	"/etc/modules-load.d",
	"/etc/networkd-dispatcher",
	"/etc/pam.d",
	"/etc/passwd",
	"/etc/polkit-1",
	"/etc/profile",
	"/etc/profile.d",
	"/etc/rancher",
	"/etc/rc.d",
	"/etc/rc.local",
	"/etc/security",
	"/etc/shadow",
	"/etc/ssh",
	"/etc/sudoers",
	"/etc/sudoers.d",
	"/etc/sysconfig",
	"/etc/systemd",
	"/etc/udev",
	"/etc/update-motd.d",
	"/lib",
	"/lib32",
	"/lib64",
	"/libx32",
	"/opt/bin",
	"/opt/cni",
	"/proc",
	"/root",
	"/run/systemd",
	"/run/udev/rules.d",
	"/sbin",
	"/sys/fs/cgroup",
	"/sys/kernel",
	"/usr",
	"/var/lib/cloud",
	"/var/lib/containerd",
	"/var/lib/containers",
	"/var/lib/crio",
	"/var/lib/docker",
	"/var/lib/etcd",
	"/var/lib/k0s",
	"/var/lib/kubelet/config.yaml",
	"/var/lib/kubelet/pki",
	"/var/lib/kubelet/pods",
	"/var/lib/minikube",
	"/var/lib/rancher",
	"/var/snap/microk8s",
	"/var/spool/cron",
	"/windows",
}

# places are sensitive themselves, while what lies in them need not be.
places := {"/dev", "/home"}

# sockets are where the container runtimes of a node listen, and the engines beside them.
sockets := {
	"/pipe/containerd-containerd",
	"/pipe/docker_engine",
	"/run/containerd/containerd.sock",
	"/run/containerd/containerd.sock.ttrpc",
	"/run/cri-dockerd.sock",
	"/run/crio/crio.sock",
	"/run/docker.sock",
	"/run/docker/containerd/containerd.sock",
	"/run/dockershim.sock",
	"/run/k0s/containerd.sock",
	"/run/k3s/containerd/containerd.sock",
	"/run/podman/podman.sock",
	"/var/snap/microk8s/common/run/containerd.sock",
}

# socket names the socket that a path is; one whose name says what it is counts wherever it stands.
socket(path) := path if path in sockets

socket(path) := path if {
	not path in sockets
	regex.match(`/(docker|containerd|crio|cri-dockerd|dockershim|podman)\.sock$`, path)
}

# held lists the sockets that lie below a directory.
held(path) := [socket | some socket in sockets; socket != path; not startswith(socket, "/pipe/"); _in(socket, path)]

_in(path, tree) if path == tree

_in(path, tree) if {
	tree != ""
	startswith(path, concat("", [trim_suffix(tree, "/"), "/"]))
}
