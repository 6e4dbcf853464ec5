package input

// EnvVar is an environment variable whose value stands in the manifest; those that refer to something are not listed.
type EnvVar struct {
	// Name of the variable.
	Name string `json:"name"`
	// The value as written. A rule must not put it into a message.
	Value string `json:"value"`
	// JSON pointer of the value.
	Path string `json:"path"`
}

// Resources are the requests and limits that hold for a container: its own, else those of its pod (Kubernetes 1.34 and
// later). A limit stands for a request that is not written, as the API server has it.
type Resources struct {
	// requests.cpu: 100m.
	CPURequest Setting[string] `json:"cpu_request"`
	// requests.memory: 64Mi.
	MemoryRequest Setting[string] `json:"memory_request"`
	// limits.cpu; "0" is no limit.
	CPULimit Setting[string] `json:"cpu_limit"`
	// limits.memory; "0" is no limit.
	MemoryLimit Setting[string] `json:"memory_limit"`
}

// HostMount is a directory or file of the node as one container mounts it.
type HostMount struct {
	// Name of the volume.
	Volume string `json:"volume"`
	// JSON pointer of the volume's hostPath.
	Path string `json:"path"`
	// hostPath.path as written.
	Written string `json:"written"`
	// What the container gets of the node, with subPath, without "..", double and trailing slashes, and /var/run as /run;
	// Windows paths without their drive and with slashes, in lower case.
	HostPath string `json:"host_path"`
	// Name of the container.
	Container string `json:"container"`
	// Whether the mount is read-only.
	ReadOnly bool `json:"read_only"`
	// Whether the manifest alone makes the container run as another user than root.
	NonRoot bool `json:"non_root"`
}
