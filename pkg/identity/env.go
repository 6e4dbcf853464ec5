package identity

import (
	"slices"
	"strings"
)

// defaultPath is the PATH of a container whose image sets none (defaultUnixEnv of containerd's pkg/oci/spec.go; the same
// in CRI-O, by way of runtime-tools).
const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// variable is one variable of an environment; its value may not be known.
type variable struct {
	name, value string
	unknown     string
}

// environment is what the runtime is given: the runtime's defaults, the image's variables and the pod's over them.
type environment struct {
	vars []variable
	// others is why there may be more variables; "" where there are not.
	others string
	// bad is how runc refuses the list; "" where it does not.
	bad string
}

// compose is WithDefaultPathEnv and WithEnv of containerd's pkg/oci/spec_opts.go, then prepareEnv of runc's
// libcontainer/env.go: an entry without "=" takes the variable away, of duplicates the last counts.
func compose(image []string, imageUnknown string, pod []variable) environment {
	e := environment{others: imageUnknown}
	vars := []variable{{name: "PATH", value: defaultPath}}
	for _, entry := range image {
		name, value, ok := strings.Cut(entry, "=")
		if !ok {
			vars = without(vars, name)
			continue
		}
		vars = append(vars, variable{name: name, value: value})
	}
	vars = append(vars, pod...)
	for _, v := range vars {
		switch {
		case v.name == "":
			e.bad = "invalid environment variable: name cannot be empty"
		case strings.ContainsRune(v.name+v.value, 0):
			e.bad = "invalid environment variable \"" + v.name + "\": contains nul byte (\\x00)"
		}
	}
	e.vars = vars
	return e
}

// without takes away what the runtime set itself before it came to the image's variables; of others that the image both
// sets and names without "=", containerd keeps the set one.
func without(vars []variable, name string) []variable {
	if name != "PATH" && name != "HOSTNAME" {
		return vars
	}
	return slices.DeleteFunc(vars, func(v variable) bool { return v.name == name })
}

// value is the last of the name. unknown is why it may be another one.
func (e *environment) value(name string) (value string, set bool, unknown string) {
	for i := len(e.vars) - 1; i >= 0; i-- {
		if v := e.vars[i]; v.name == name {
			return v.value, true, v.unknown
		}
	}
	return "", false, e.others
}
