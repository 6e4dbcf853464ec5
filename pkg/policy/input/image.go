package input

// Image is one platform of one image that was given as a SOURCE, read or predicted.
type Image struct {
	// Always "image".
	Kind string `json:"kind"`
	// The reference or path by which the user named the image.
	Ref string `json:"ref"`
	// Platform: linux/amd64.
	Platform string `json:"platform"`
	// Operating system: linux or windows.
	OS string `json:"os"`
	// What the configuration lets rules compare with.
	Parameters Parameters `json:"parameters"`
	// USER and what it comes to.
	User ImageUser `json:"user"`
	// Setuid and setgid files; only with evidence tree.
	SetuidFiles Fact[[]ModeFile] `json:"setuid_files"`
}

// ImageUser is the USER of an image config and what runtimes make of it.
type ImageUser struct {
	// USER exactly as written; empty where there is none.
	Written Fact[string] `json:"written"`
	// The half before the first colon.
	Name string `json:"name"`
	// Whether a group half is written (a colon stands in USER).
	HasGroup bool `json:"has_group"`
	// The half behind the first colon, as written.
	Group string `json:"group"`
	// Whether the user half is a number, or empty.
	Numeric bool `json:"numeric"`
	// Whether the user half is the number's only spelling: false for 01000, +1000.
	Canonical bool `json:"canonical"`
	// Why a runtime cannot resolve USER; absent where it can.
	Invalid Fact[string] `json:"invalid"`
	// The uid under Kubernetes.
	UID Fact[int64] `json:"uid"`
	// The primary gid under Kubernetes, which drops the group half of USER.
	GID Fact[int64] `json:"gid"`
	// The primary gid where USER is run directly (docker run); absent where that fails.
	DirectGID Fact[int64] `json:"direct_gid"`
	// Why docker or ctr would refuse USER though Kubernetes starts it; empty where they would not.
	DirectError string `json:"direct_error"`
	// Whether passwd has an entry for the uid.
	InPasswd Fact[bool] `json:"in_passwd"`
	// HOME that the process gets.
	Home Fact[string] `json:"home"`
	// Whether HOME comes from the image's ENV.
	HomeFromEnv bool `json:"home_from_env"`
	// What the kubelet answers for this image under runAsNonRoot: true, without the tail in brackets; empty where it admits.
	KubeletRefuses Fact[string] `json:"kubelet_refuses"`
	// The USER line to write: a numeric uid:gid; empty where none can be named.
	Suggestion string `json:"suggestion"`
}

// ModeFile is a file with special mode bits.
type ModeFile struct {
	// Absolute path.
	Path string `json:"path"`
	// Mode in octal: 4755.
	Mode string `json:"mode"`
	// Owner.
	UID int64 `json:"uid"`
	// Group.
	GID int64 `json:"gid"`
}
