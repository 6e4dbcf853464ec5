package identity

// Power is what the first process may do after execve.
type Power struct {
	Capabilities Capabilities `json:"capabilities"`
	// NoNewPrivileges is set by allowPrivilegeEscalation: false, written, and by nothing else.
	NoNewPrivileges bool `json:"noNewPrivileges"`
	Privileged      bool `json:"privileged"`
	// Seccomp is the profile in effect: RuntimeDefault, Localhost or Unconfined.
	Seccomp                string  `json:"seccomp"`
	ReadOnlyRootFilesystem bool    `json:"readOnlyRootFilesystem"`
	Writable               []Mount `json:"writable"`
	// LikelyWrites are paths that the program probably writes and that will not be writable; only under a read-only root.
	LikelyWrites []LikelyWrite `json:"likelyWrites"`
	// LikelyWritesUnknown is why LikelyWrites may be incomplete; "" where it is not.
	LikelyWritesUnknown string `json:"-"`
	// DefeatedSetuid are setuid and setgid programs that no_new_privs takes the power from: the container's own program
	// at evidence entrypoint, all of the image at evidence tree.
	DefeatedSetuid []string `json:"defeatedSetuid,omitempty"`
	// Ignored are names in add or drop that the runtime ignores.
	Ignored []CapabilityName `json:"-"`
	// WithoutEffect are added capabilities that nothing in a non-root container can use.
	WithoutEffect []CapabilityName `json:"-"`
}

// Capabilities are sets of names without CAP_, sorted, after execve of argv[0].
type Capabilities struct {
	Bounding  Fact[[]string] `json:"bounding"`
	Permitted Fact[[]string] `json:"permitted"`
	Effective Fact[[]string] `json:"effective"`
}

// CapabilityName is one element of capabilities.add or capabilities.drop.
type CapabilityName struct {
	// Name as written.
	Name string
	// Path is the JSON pointer of the list element.
	Path string
	// Reason is why it has no effect.
	Reason string
}

// Mount is a writable mount.
type Mount struct {
	// Path is absolute, in the container.
	Path string
	// Volume is its kind: emptyDir, persistentVolumeClaim, image VOLUME, …
	Volume string
	// Name is that of the pod's volume; "" for an image VOLUME and for what the runtime mounts.
	Name string
}

// LikelyWrite is a path that the program probably writes though it cannot.
type LikelyWrite struct {
	Path string
	// Evidence is why it is likely: "owned by uid 1000", "VOLUME of the image", "working directory".
	Evidence string
	// Volume is a name for the emptyDir to add.
	Volume string
}
