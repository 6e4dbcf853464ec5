package identity

import "encoding/json"

// Fact is a value that may not be known. The zero Fact is known and holds the zero value.
type Fact[T any] struct {
	// Value counts only where Unknown is "".
	Value T
	// From names what the value comes from.
	From Origin
	// Path is the JSON pointer of the field in the manifest that the value comes from; "" where it comes from elsewhere.
	Path string
	// Unknown is the reason why the value is not known.
	Unknown string
}

// Known tells whether Value counts.
func (f Fact[T]) Known() bool { return f.Unknown == "" }

// MarshalJSON writes the value, or null where it is not known.
func (f Fact[T]) MarshalJSON() ([]byte, error) {
	if !f.Known() {
		return []byte("null"), nil
	}
	return json.Marshal(f.Value)
}

// known is a fact that is known, by its value and where it comes from.
func known[T any](v T, from Origin) Fact[T] { return Fact[T]{Value: v, From: from} }

// unknown is a fact that is not known, by the reason.
func unknown[T any](reason string) Fact[T] { return Fact[T]{Unknown: reason} }

// Origin names where a value comes from, in the words of `whoami -o json`.
type Origin string

// The origins.
const (
	FromContainerUser    Origin = "container.securityContext.runAsUser"
	FromPodUser          Origin = "pod.securityContext.runAsUser"
	FromContainerGroup   Origin = "container.securityContext.runAsGroup"
	FromPodGroup         Origin = "pod.securityContext.runAsGroup"
	FromFSGroup          Origin = "pod.securityContext.fsGroup"
	FromSupplemental     Origin = "pod.securityContext.supplementalGroups"
	FromContainerEnv     Origin = "container.env"
	FromContainerWindows Origin = "container.securityContext.windowsOptions.runAsUserName"
	FromPodWindows       Origin = "pod.securityContext.windowsOptions.runAsUserName"
	FromImageUser        Origin = "image.config.user"
	FromImagePasswd      Origin = "image.passwd"
	FromImageGroup       Origin = "image.group"
	FromImageEnv         Origin = "image.env"
	// FromImageUserGroup is the group half of USER; only a runtime that is driven directly uses it.
	FromImageUserGroup Origin = "image.config.user.group"
	// FromRuntime is what the runtime decides: the list of capabilities.
	FromRuntime Origin = "runtime"
	FromDefault Origin = "default"
	// FromProgram is what execve of the program gives.
	FromProgram Origin = "image.program"
)

// Level tells at which of the two security contexts a value is written.
type Level string

// The levels; NotSet is the level of a Setting that no manifest field sets.
const (
	NotSet         Level = ""
	ContainerLevel Level = "container"
	PodLevel       Level = "pod"
)

// Setting is what the manifest says of one field, after inheritance.
type Setting[T any] struct {
	// Set tells whether the field is written: a Setting that is not set is not false, nor 0.
	Set   bool
	Value T
	// From is the JSON pointer of the field that set the value; where none did, the pointer at which to write it.
	From  string
	Level Level
	// Overridden is the pod-level value that the container's own replaced; nil where there is none.
	Overridden *Written[T]
}

// Written is a value and the JSON pointer of the field that holds it.
type Written[T any] struct {
	Value T
	From  string
}
