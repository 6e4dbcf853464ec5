package identity

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
