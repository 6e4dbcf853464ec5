package input

// Parameters are what a configuration lets rules compare with. They are equal in all inputs of a run.
type Parameters struct {
	// Lowest uid that a container may run as; 0 where none is configured.
	MinimumUID int64 `json:"minimum_uid"`
	// Capabilities that a container may add, without CAP_. Always empty in the profiles baseline and restricted, which are
	// exactly the Pod Security Standards.
	AllowedCapabilities []string `json:"allowed_capabilities"`
	// Registries, or repositories below them, that images may come from, in which * stands for anything; empty where any may.
	AllowedRegistries []string `json:"allowed_registries"`
}
