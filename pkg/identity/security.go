package identity

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
