package input

// Object is one Kubernetes object.
type Object struct {
	// Always "object".
	Kind string `json:"kind"`
	// apiVersion of the object.
	APIVersion string `json:"api_version"`
	// kind of the object.
	ObjectKind string `json:"object_kind"`
	// Namespace as written; empty where the manifest leaves it open.
	Namespace string `json:"namespace"`
	// Name of the object.
	Name string `json:"name"`
	// Labels of the object.
	Labels map[string]string `json:"labels"`
	// Minor version of the Kubernetes release whose rules apply: 37 for 1.37.
	KubernetesMinor int `json:"kubernetes_minor"`
	// Whether that release is newer than any whose fields are known.
	KubernetesNewerThanKnown bool `json:"kubernetes_newer_than_known"`
	// Level of the Pod Security Standards that is asked for: baseline, or restricted, which is also that of the profile hardened.
	PodSecurityLevel string `json:"pod_security_level"`
	// What the configuration lets rules compare with.
	Parameters Parameters `json:"parameters"`
	// Fields that the API server would drop.
	UnknownFields []UnknownField `json:"unknown_fields"`
	// What an object of RBAC says.
	RBAC RBAC `json:"rbac"`
	// Pod templates of the object.
	Pods []Pod `json:"pods"`
}

// UnknownField is a field that the API server would drop.
type UnknownField struct {
	// JSON pointer of the field.
	Path string `json:"path"`
	// Name of the field.
	Name string `json:"name"`
	// JSON pointer of where the field would have an effect; empty where nothing is near.
	Nearest string `json:"nearest"`
	// Whether that place lies in a security context.
	Security bool `json:"security"`
}

// Pod is one pod template of an object.
type Pod struct {
	// JSON pointer of the pod spec.
	Path string `json:"path"`
	// Whether the settings of the pod itself stand in other objects: those of a Tekton Task are its runs'.
	SettingsElsewhere bool `json:"settings_elsewhere"`
	// Operating system of the pod: linux or windows.
	OS string `json:"os"`
	// spec.os.name as written, empty where it is not: all that the Pod Security Standards ask of the system.
	DeclaredOS string `json:"declared_os"`
	// Annotations of the pod, sorted by their keys.
	Annotations []Annotation `json:"annotations"`
	// Whether hostUsers: false is written.
	UserNamespace bool `json:"user_namespace"`
	// hostNetwork; a written false counts as not set.
	HostNetwork Setting[bool] `json:"host_network"`
	// hostPID; a written false counts as not set.
	HostPID Setting[bool] `json:"host_pid"`
	// hostIPC; a written false counts as not set.
	HostIPC Setting[bool] `json:"host_ipc"`
	// securityContext.sysctls.
	Sysctls []Sysctl `json:"sysctls"`
	// Volumes of the pod.
	Volumes []Volume `json:"volumes"`
	// Pod-level security settings, not inherited.
	Security PodSecurity `json:"security"`
	// Directories and files of the node that containers mount.
	HostMounts []HostMount `json:"host_mounts"`
	// All containers: init, sidecar, regular and ephemeral.
	Containers []PodContainer `json:"containers"`
	// The security contexts of the pod and of all containers, each as written, for rules that ask the same of both.
	Contexts []SecurityContext `json:"contexts"`
}

// PodSecurity is the pod's own security context.
type PodSecurity struct {
	// securityContext.runAsUser.
	RunAsUser Setting[int64] `json:"run_as_user"`
	// securityContext.runAsNonRoot.
	RunAsNonRoot Setting[bool] `json:"run_as_non_root"`
	// securityContext.supplementalGroupsPolicy: Merge or Strict.
	SupplementalGroupsPolicy Setting[string] `json:"supplemental_groups_policy"`
}

// PodContainer is a container's own security context, before anything is inherited.
type PodContainer struct {
	// Name of the container.
	Name string `json:"name"`
	// Type of the container: init, sidecar, regular or ephemeral.
	Type string `json:"type"`
	// JSON pointer of the container.
	Path string `json:"path"`
	// The container's own securityContext.runAsUser.
	RunAsUser Setting[int64] `json:"run_as_user"`
	// The container's own securityContext.runAsNonRoot.
	RunAsNonRoot Setting[bool] `json:"run_as_non_root"`
}
