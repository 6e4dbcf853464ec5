package input

// Annotation is one annotation of a pod.
type Annotation struct {
	// Key: container.apparmor.security.beta.kubernetes.io/app.
	Key string `json:"key"`
	// The value as written.
	Value string `json:"value"`
	// JSON pointer of the annotation.
	Path string `json:"path"`
}

// Sysctl is one kernel parameter that a pod sets.
type Sysctl struct {
	// Name: net.ipv4.tcp_syncookies.
	Name string `json:"name"`
	// The value as written.
	Value string `json:"value"`
	// JSON pointer of the name.
	Path string `json:"path"`
}

// Volume is one volume of a pod.
type Volume struct {
	// Name of the volume.
	Name string `json:"name"`
	// JSON pointer of the volume.
	Path string `json:"path"`
	// Names of the fields that say what the volume is: hostPath, emptyDir. The API server takes no volume with several.
	Sources []string `json:"sources"`
	// hostPath.path; empty where the volume is none.
	HostPath string `json:"host_path"`
}

// SecurityContext is the security context of a pod or of one container as written, before anything is inherited.
type SecurityContext struct {
	// Whose it is, in words: the pod, or container app.
	Owner string `json:"owner"`
	// seccompProfile.type.
	SeccompProfile Setting[string] `json:"seccomp_profile"`
	// appArmorProfile.type.
	AppArmorProfile Setting[string] `json:"apparmor_profile"`
	// seLinuxOptions.type; an empty one counts as not set.
	SELinuxType Setting[string] `json:"selinux_type"`
	// seLinuxOptions.user; an empty one counts as not set.
	SELinuxUser Setting[string] `json:"selinux_user"`
	// seLinuxOptions.role; an empty one counts as not set.
	SELinuxRole Setting[string] `json:"selinux_role"`
	// windowsOptions.hostProcess.
	WindowsHostProcess Setting[bool] `json:"windows_host_process"`
}
