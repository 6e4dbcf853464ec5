# METADATA
# scope: package
# title: Lists of the Pod Security Standards
# description: The allowed values that several rules compare with, as k8s.io/pod-security-admission writes them.
package lib.pod_security

# default_capabilities are those that the baseline level lets a container add: what runtimes give anyway, less NET_RAW.
default_capabilities := {
	"AUDIT_WRITE",
	"CHOWN",
	"DAC_OVERRIDE",
	"FOWNER",
	"FSETID",
	"KILL",
	"MKNOD",
	"NET_BIND_SERVICE",
	"SETFCAP",
	"SETGID",
	"SETPCAP",
	"SETUID",
	"SYS_CHROOT",
}

# volume_types are the sources of volumes that the restricted level allows.
volume_types := {
	"configMap",
	"csi",
	"downwardAPI",
	"emptyDir",
	"ephemeral",
	"image",
	"persistentVolumeClaim",
	"projected",
	"secret",
}
