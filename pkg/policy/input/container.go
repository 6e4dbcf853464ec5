package input

// Container is one container of one workload, for one platform of its image. It holds neither names of objects nor
// positions in files, so that equal containers are judged once.
type Container struct {
	// Always "container".
	Kind string `json:"kind"`
	// Name of the container.
	Name string `json:"name"`
	// Type of the container: init, sidecar, regular or ephemeral.
	Type string `json:"type"`
	// JSON pointer of the container in its object, for example /spec/template/spec/containers/0.
	Path string `json:"path"`
	// JSON pointer of the pod spec in its object, for example /spec/template/spec.
	PodPath string `json:"pod_path"`
	// Operating system of the pod: linux or windows.
	OS string `json:"os"`
	// Container runtime whose behaviour is assumed: containerd or cri-o.
	Runtime string `json:"runtime"`
	// spec.os.name of the pod as written, empty where it is not: all that the Pod Security Standards ask of the system.
	DeclaredOS string `json:"declared_os"`
	// Minor version of the Kubernetes release whose rules apply: 37 for 1.37.
	KubernetesMinor int `json:"kubernetes_minor"`
	// Level of the Pod Security Standards that is asked for: baseline, or restricted, which is also that of the profile hardened.
	PodSecurityLevel string `json:"pod_security_level"`
	// What the configuration lets rules compare with.
	Parameters Parameters `json:"parameters"`
	// Security settings in effect, each with the field that set it.
	Security Security `json:"security"`
	// Ports that the container declares.
	Ports []Port `json:"ports"`
	// Hosts that the kubelet's probes and lifecycle hooks name instead of the pod itself.
	ProbeHosts []ProbeHost `json:"probe_hosts"`
	// Environment variables whose value the manifest holds.
	Env []EnvVar `json:"env"`
	// Requests and limits of CPU and memory.
	Resources Resources `json:"resources"`
	// Names of volumes that an init container or sidecar before this one mounts writable, and may be root: it can give their
	// files away.
	PreparedVolumes []string `json:"prepared_volumes"`
	// Facts of the image, if it was read.
	Image ContainerImage `json:"image"`
	// As whom the container runs.
	Identity Identity `json:"identity"`
	// What the kubelet's check of runAsNonRoot says.
	Kubelet Kubelet `json:"kubelet"`
	// With what power the first process runs, after execve.
	Power Power `json:"power"`
	// Whether the container starts.
	Start Start `json:"start"`
}

// Security is the security context in effect: the container's own values over the pod's.
type Security struct {
	// securityContext.runAsUser of the container or the pod.
	RunAsUser Setting[int64] `json:"run_as_user"`
	// securityContext.runAsGroup of the container or the pod.
	RunAsGroup Setting[int64] `json:"run_as_group"`
	// securityContext.runAsNonRoot of the container or the pod.
	RunAsNonRoot Setting[bool] `json:"run_as_non_root"`
	// securityContext.privileged, container only.
	Privileged Setting[bool] `json:"privileged"`
	// securityContext.allowPrivilegeEscalation, container only.
	AllowPrivilegeEscalation Setting[bool] `json:"allow_privilege_escalation"`
	// securityContext.readOnlyRootFilesystem, container only.
	ReadOnlyRootFilesystem Setting[bool] `json:"read_only_root_filesystem"`
	// securityContext.capabilities.add, container only; names as written.
	AddCapabilities Setting[[]string] `json:"add_capabilities"`
	// securityContext.capabilities.drop, container only; names as written.
	DropCapabilities Setting[[]string] `json:"drop_capabilities"`
	// securityContext.seccompProfile.type of the container or the pod.
	SeccompProfile Setting[string] `json:"seccomp_profile"`
	// securityContext.procMount, container only: Default or Unmasked.
	ProcMount Setting[string] `json:"proc_mount"`
	// securityContext.windowsOptions.runAsUserName of the container or the pod.
	WindowsUser Setting[string] `json:"windows_user"`
	// hostUsers of the pod.
	HostUsers Setting[bool] `json:"host_users"`
	// hostNetwork of the pod.
	HostNetwork Setting[bool] `json:"host_network"`
	// securityContext.fsGroup of the pod.
	FSGroup Setting[int64] `json:"fs_group"`
	// securityContext.supplementalGroups of the pod.
	SupplementalGroups Setting[[]int64] `json:"supplemental_groups"`
	// securityContext.supplementalGroupsPolicy of the pod: Merge or Strict.
	SupplementalGroupsPolicy Setting[string] `json:"supplemental_groups_policy"`
}

// Port is one declared container port.
type Port struct {
	// Port number in the container.
	ContainerPort int `json:"container_port"`
	// Port number on the host, 0 if none; in a pod with hostNetwork the port number in the container.
	HostPort int `json:"host_port"`
	// Protocol: TCP, UDP or SCTP.
	Protocol string `json:"protocol"`
	// JSON pointer of the port's containerPort field.
	Path string `json:"path"`
	// JSON pointer of the port's hostPort field, whether it is written or not.
	HostPortPath string `json:"host_port_path"`
}

// ProbeHost is a host that a probe or a lifecycle hook names.
type ProbeHost struct {
	// The field in words: livenessProbe.httpGet.host.
	Field string `json:"field"`
	// The host as written.
	Host string `json:"host"`
	// JSON pointer of the field.
	Path string `json:"path"`
}

// ContainerImage is what is known of the image that the container names.
type ContainerImage struct {
	// The reference as the manifest writes it.
	Ref string `json:"ref"`
	// JSON pointer of the image field.
	Path string `json:"path"`
	// Repository in full, with its registry: docker.io/library/nginx; unknown where the reference is none.
	Repository Fact[string] `json:"repository"`
	// Tag that is written in the reference, empty where none is; unknown where the reference is none.
	Tag Fact[string] `json:"tag"`
	// Digest that is written in the reference, empty where none is; unknown where the reference is none.
	Digest Fact[string] `json:"digest"`
	// Whether the image was asked for: false with --images off.
	Asked bool `json:"asked"`
	// Whether the image was read.
	Read bool `json:"read"`
	// Why the image was not read; empty where it was, or was not asked for.
	Unread string `json:"unread"`
	// Where the image was read, as a SOURCE; empty where it was not.
	Source string `json:"source"`
	// Platform that was read: linux/amd64.
	Platform string `json:"platform"`
	// USER of the image config as written.
	User Fact[string] `json:"user"`
	// The uid that the image alone would run as under Kubernetes.
	UID Fact[int64] `json:"uid"`
	// Whether USER is a non-root number, canonical, that the runtime can resolve.
	NumericNonRoot Fact[bool] `json:"numeric_non_root"`
}

// Identity is as whom the first process runs.
type Identity struct {
	// User ID.
	UID Fact[int64] `json:"uid"`
	// Primary group ID.
	GID Fact[int64] `json:"gid"`
	// Supplementary groups without the primary one, each with what it comes from.
	Groups []Group `json:"groups"`
	// Why the list of groups may be incomplete; absent where it is complete.
	GroupsUnknown string `json:"groups_unknown,omitempty"`
	// Name of the passwd entry of the uid; empty where there is none.
	Username Fact[string] `json:"username"`
	// HOME of the process.
	Home Fact[string] `json:"home"`
	// Whether the image's passwd has an entry for the uid.
	InPasswd Fact[bool] `json:"in_passwd"`
	// Whether the pod shares the host's user namespace.
	HostUsers bool `json:"host_users"`
	// Words for the place that the uid comes from: "runAsUser: 0 (pod)" or "the image's USER root".
	Origin string `json:"origin"`
	// JSON pointer of the field that the uid comes from, or of the image field where it comes from the image.
	Path string `json:"path"`
	// Name of the Windows user; empty on Linux.
	WindowsUser string `json:"windows_user"`
}

// Group is one supplementary group.
type Group struct {
	// Group ID.
	GID int64 `json:"gid"`
	// What it comes from: a JSON pointer, or image.group.
	From string `json:"from"`
	// Name of the group in the image's group file; empty where there is none.
	Name string `json:"name"`
}

// Kubelet is the verdict of the kubelet's verifyRunAsNonRoot.
type Kubelet struct {
	// One of admits, refuses, unreached, unknown.
	Verdict string `json:"verdict"`
	// The kubelet's own words without the tail in brackets that names pod and container; for unknown, the reason.
	Message string `json:"message"`
	// JSON pointer of the field that decided: runAsUser, or the image field where USER did.
	Path string `json:"path"`
	// JSON pointer of the runAsNonRoot that demands it; empty where nothing does.
	Demand string `json:"demand"`
}

// Power is what the first process may do after execve.
type Power struct {
	// Capability names without CAP_, sorted.
	Bounding Fact[[]string] `json:"bounding"`
	// Capability names without CAP_, sorted.
	Permitted Fact[[]string] `json:"permitted"`
	// Capability names without CAP_, sorted.
	Effective Fact[[]string] `json:"effective"`
	// Whether no_new_privs is set.
	NoNewPrivileges bool `json:"no_new_privileges"`
	// Names in add or drop that the runtime ignores: unknown ones, and those with a CAP_ prefix under containerd.
	Ignored []CapabilityName `json:"ignored"`
	// Added capabilities that nothing can use: the container is not root and the program has no file capabilities for them.
	WithoutEffect []CapabilityName `json:"without_effect"`
	// Whether the root file system is read-only.
	ReadOnlyRootFilesystem bool `json:"read_only_root_filesystem"`
	// Writable mounts.
	Writable []Mount `json:"writable"`
	// Paths that the program is likely to write and that no writable mount covers.
	LikelyWrites []LikelyWrite `json:"likely_writes"`
}

// CapabilityName is one name in capabilities.add or capabilities.drop.
type CapabilityName struct {
	// The name as written.
	Name string `json:"name"`
	// JSON pointer of the list element.
	Path string `json:"path"`
	// Why it has no effect.
	Reason string `json:"reason"`
}

// Mount is a writable mount.
type Mount struct {
	// Absolute path in the container.
	Path string `json:"path"`
	// Kind of the volume: emptyDir, persistentVolumeClaim, hostPath, image VOLUME, …
	Volume string `json:"volume"`
	// Name of the volume; empty for an image VOLUME.
	Name string `json:"name"`
}

// LikelyWrite is a path that will not be writable though the program probably writes there.
type LikelyWrite struct {
	// Absolute path in the container.
	Path string `json:"path"`
	// Why it is likely: owned by uid 1000, VOLUME of the image, WORKDIR, …
	Evidence string `json:"evidence"`
	// Name of the volume to add.
	Volume string `json:"volume"`
}

// Start is whether the runtime and the kernel can start the container.
type Start struct {
	// One of starts, fails, unknown.
	Verdict string `json:"verdict"`
	// One of the reasons of the whoami contract, or empty.
	Reason string `json:"reason"`
	// The kubelet's, the runtime's or the kernel's own words; for unknown, what is missing.
	Message string `json:"message"`
	// The arguments that will run.
	Argv []string `json:"argv"`
	// Resolved path of the program in the image, where known.
	Program string `json:"program"`
	// Whether the effective user may overwrite the program.
	ProgramWritable Fact[bool] `json:"program_writable"`
	// JSON pointer of the field to look at.
	Path string `json:"path"`
	// Objects outside the sources that are assumed to be there.
	Assumes []string `json:"assumes"`
	// Declared ports below 1024 that the process cannot bind.
	UnboundPorts []Port `json:"unbound_ports"`
}
