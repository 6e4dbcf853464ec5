package identity

// Result is the judgement of one container. Its JSON is an entry of `whoami -o json` but for the subject.
//
// Where the kubelet refuses, Identity and Power still say what would have been.
type Result struct {
	// Windows: the container runs on a Windows node; Identity then has a WindowsUser and no uid, Power nothing.
	Windows bool `json:"-"`
	// Security holds the settings in effect.
	Security Security `json:"-"`
	// Image is what the image alone comes to, before the manifest has its say.
	Image    ImageFacts `json:"-"`
	Identity Identity   `json:"identity"`
	Kubelet  Kubelet    `json:"kubelet"`
	Start    Start      `json:"start"`
	Power    Power      `json:"power"`
}

// Security is the security context in effect: the container's own values over the pod's, field by field.
type Security struct {
	RunAsUser                Setting[int64]
	RunAsGroup               Setting[int64]
	RunAsNonRoot             Setting[bool]
	Privileged               Setting[bool]
	AllowPrivilegeEscalation Setting[bool]
	ReadOnlyRootFilesystem   Setting[bool]
	AddCapabilities          Setting[[]string]
	DropCapabilities         Setting[[]string]
	// SeccompProfile is the type of the profile.
	SeccompProfile Setting[string]
	// WindowsUser is windowsOptions.runAsUserName.
	WindowsUser              Setting[string]
	ProcMount                Setting[string]
	HostUsers                Setting[bool]
	HostNetwork              Setting[bool]
	FSGroup                  Setting[int64]
	SupplementalGroups       Setting[[]int64]
	SupplementalGroupsPolicy Setting[string]
}

// ImageFacts is what the image's USER comes to for Kubernetes, whatever the manifest says.
type ImageFacts struct {
	// User is USER as written.
	User Fact[string]
	UID  Fact[int64]
	// NumericNonRoot: USER is a number other than 0, in its only spelling, that the runtime can resolve.
	NumericNonRoot Fact[bool]
}

// Kubelet is the verdict of the kubelet's verifyRunAsNonRoot.
type Kubelet struct {
	Verdict Verdict `json:"verdict"`
	// Message is the kubelet's own words without the tail in brackets that names pod and container; for Unjudged, the
	// reason; for Unreached, what stands before the check.
	Message string `json:"message"`
	// Path is the JSON pointer of the field that decided: runAsUser, or the container's image where USER did.
	Path string `json:"-"`
	// Demand is the JSON pointer of the runAsNonRoot that demands the check; "" where nothing does.
	Demand string `json:"-"`
}

// Verdict is what the kubelet's check comes to.
type Verdict string

// The verdicts. Admits includes that nothing was asked; Unreached that something before the check stops the container.
const (
	Admits    Verdict = "admits"
	Refuses   Verdict = "refuses"
	Unreached Verdict = "unreached"
	Unjudged  Verdict = "unknown"
)

// Identity is as whom the first process runs.
type Identity struct {
	// UID and GID are what the runtime sets, and what the kubelet reports in a container's status.
	UID Fact[int64]
	GID Fact[int64]
	// EffectiveUID and EffectiveGID are those behind execve: others than UID and GID where the program's set-id bits count.
	EffectiveUID Fact[int64]
	EffectiveGID Fact[int64]
	// Groups are the supplementary groups without the primary one, ascending.
	Groups []Group
	// GroupsUnknown is why Groups may be incomplete; "" where it is complete.
	GroupsUnknown string
	// Username is the name of the first passwd entry of the uid; "" where there is none.
	Username Fact[string]
	// Home is HOME of the process; it can be "" though set.
	Home Fact[string]
	// InPasswd: the image's passwd has an entry for the uid.
	InPasswd Fact[bool]
	// HostUsers is false where the pod has its own user namespace: uid 0 in it is nobody on the node.
	HostUsers bool
	// Origin is words for the place that the uid comes from: "runAsUser: 0 (pod)", "the image's USER root".
	Origin string
	// Path is the JSON pointer of the field that the uid comes from; the container's image field where it is the image.
	Path string
	// WindowsUser is the account on a Windows node; "" on Linux.
	WindowsUser string
}

// Group is one supplementary group.
type Group struct {
	GID  int64  `json:"gid"`
	From Origin `json:"from"`
	// Path is the JSON pointer of the manifest field; "" for one from the image.
	Path string `json:"-"`
	// Name is that of the image's group file; "" where it has none, or where the file was not read.
	Name string `json:"-"`
}

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

// Start is whether the runtime and the kernel can start the container.
type Start struct {
	Verdict StartVerdict `json:"verdict"`
	Reason  Reason       `json:"reason"`
	// Message is the kubelet's, the runtime's or the kernel's own words; for StartUnknown, what is missing.
	Message string `json:"message"`
	// Argv are the arguments that will run; empty where there are none, or where they are not known.
	Argv []string `json:"argv"`
	// Assumes names what is outside the sources and assumed to be there.
	Assumes []string `json:"assumes"`
	// Stage is how far the container gets before it fails; "" where it does not.
	Stage Stage `json:"-"`
	// Program is the resolved path of what argv[0] names, "" where it is not known.
	Program string `json:"-"`
	// ProgramWritable: the effective user may overwrite the program (its mode bits; a read-only root is not looked at).
	ProgramWritable Fact[bool] `json:"-"`
	// Path is the JSON pointer of the field to look at.
	Path string `json:"-"`
	// UnboundPorts are declared ports below 1024 that the process cannot bind.
	UnboundPorts []Port `json:"-"`
}

// StartVerdict is whether a container starts.
type StartVerdict string

// The verdicts of a start.
const (
	Starts       StartVerdict = "starts"
	Fails        StartVerdict = "fails"
	StartUnknown StartVerdict = "unknown"
)

// Reason classifies a failure to start.
type Reason string

// The reasons. NoReason goes with Starts and StartUnknown.
const (
	NoReason                   Reason = ""
	CreateContainerConfigError Reason = "CreateContainerConfigError"
	UserNotFound               Reason = "UserNotFound"
	UserOutOfRange             Reason = "UserOutOfRange"
	NothingToRun               Reason = "NothingToRun"
	EntrypointNotFound         Reason = "EntrypointNotFound"
	EntrypointNotExecutable    Reason = "EntrypointNotExecutable"
	InterpreterNotFound        Reason = "InterpreterNotFound"
	ExecFormat                 Reason = "ExecFormat"
	WorkdirInaccessible        Reason = "WorkdirInaccessible"
	FileCapabilities           Reason = "FileCapabilities"
	InvalidEnvironment         Reason = "InvalidEnvironment"
	MountFailure               Reason = "MountFailure"
	ImageUnpack                Reason = "ImageUnpack"
	InitContainerFailed        Reason = "InitContainerFailed"
	SandboxFailure             Reason = "SandboxFailure"
	APIRejected                Reason = "APIRejected"
)

// Stage is how far a container gets before it fails.
type Stage string

// The stages, in their order. At StageExec the runtime says that the container started and the kernel refuses the program:
// the kubelet then reports an exit code, not a StartError.
const (
	StageAPI     Stage = "api"
	StageSandbox Stage = "sandbox"
	StageImage   Stage = "image"
	StageInit    Stage = "init"
	StageConfig  Stage = "config"
	StageCreate  Stage = "create"
	StageStart   Stage = "start"
	StageExec    Stage = "exec"
)

// Port is one declared container port.
type Port struct {
	ContainerPort int32
	HostPort      int32
	Protocol      string
	// Path is the JSON pointer of the port's containerPort.
	Path string
}
