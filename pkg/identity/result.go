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

// ImageFacts is what the image's USER comes to for Kubernetes, whatever the manifest says.
type ImageFacts struct {
	// User is USER as written.
	User Fact[string]
	UID  Fact[int64]
	// NumericNonRoot: USER is a number other than 0, in its only spelling, that the runtime can resolve.
	NumericNonRoot Fact[bool]
}

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
