package identity

// ImageUser is the USER of an image config judged alone: what Kubernetes makes of it, and what runtimes that are driven
// directly do.
type ImageUser struct {
	// Written is USER exactly as written.
	Written Fact[string]
	// Name is the half before the first colon, Group the rest; HasGroup tells whether there is a colon.
	Name, Group string
	HasGroup    bool
	// Numeric: Name is empty or what strconv reads as a number. Canonical: it is the number's only spelling.
	Numeric, Canonical bool
	// Invalid is why a runtime cannot resolve USER, "" where it can.
	Invalid Fact[string]
	// UID and GID are those under Kubernetes, which drops the group half of USER.
	UID, GID Fact[int64]
	// DirectGID is the primary gid where USER is run directly (docker run); unknown where that fails.
	DirectGID Fact[int64]
	// DirectError is why docker or ctr refuse USER though Kubernetes starts it; "" where they do not.
	DirectError string
	// InPasswd: passwd has an entry for the uid.
	InPasswd Fact[bool]
	// Home is the HOME that the process gets.
	Home Fact[string]
	// HomeFromEnv: Home comes from the image's ENV.
	HomeFromEnv bool
	// KubeletRefuses is what the kubelet answers under runAsNonRoot: true, without the tail in brackets; "" where it admits.
	KubeletRefuses Fact[string]
	// Suggestion is the USER line's value to write, uid:gid; "" where none can be named.
	Suggestion string
}
