package identity

import (
	"fmt"
	"slices"
	"strings"
)

// capabilityList is what the runtime writes into the OCI spec: the bounding set, and the permitted and effective set of
// the process up to execve, whatever its uid. Inheritable and ambient are empty under both runtimes.
func (j *judgement) capabilityList() (capset, *halt) {
	if j.security.Privileged.Value {
		return allCaps, nil // drop and add are not looked at any more
	}
	add, drop := j.security.AddCapabilities.Value, j.security.DropCapabilities.Value
	if j.runtime == CRIO {
		return crioList(add, drop)
	}
	return containerdList(add, drop), nil
}

// containerdList is WithCapabilities of containerd's internal/cri/opts: drop ALL counts before single names are added, so
// add ALL with drop ALL is nothing; ALL is read in any case.
func containerdList(add, drop []string) capset {
	list := containerdDefaults
	if slices.ContainsFunc(add, isAll) {
		list = allCaps
	}
	if slices.ContainsFunc(drop, isAll) {
		list = 0
	}
	for _, n := range add {
		list |= containerdName(n)
	}
	for _, n := range drop {
		list &^= containerdName(n)
	}
	return list
}

// crioList is SpecSetupCapabilities of CRI-O's internal/factory/container, which refuses unknown names.
func crioList(add, drop []string) (capset, *halt) {
	list := crioDefaults
	addAll, dropAll := slices.ContainsFunc(add, isAll), slices.ContainsFunc(drop, isAll)
	switch {
	case dropAll:
		list = 0
	case addAll:
		list = allCaps
	}
	for _, n := range add {
		if c := crioName(n); c != 0 {
			list |= c
		} else if !isAll(n) {
			return list, fail(StageCreate, CreateContainerConfigError,
				fmt.Sprintf("unknown capability %q to add", crioSpelling(n)))
		}
	}
	for _, n := range drop {
		if c := crioName(n); c != 0 {
			list &^= c
		} else if !isAll(n) {
			return list, fail(StageCreate, CreateContainerConfigError,
				fmt.Sprintf("failed to drop cap %[1]s invalid capability: %[1]s", crioSpelling(n)))
		}
	}
	return list, nil
}

func crioSpelling(name string) string {
	if strings.HasPrefix(strings.ToLower(name), "cap_") {
		return name
	}
	return "CAP_" + strings.ToUpper(name)
}

// ignoredNames are the names in add and drop that containerd hands on and runc ignores. CRI-O refuses unknown names.
func (j *judgement) ignoredNames() []CapabilityName {
	var out []CapabilityName
	for _, s := range []Setting[[]string]{j.security.AddCapabilities, j.security.DropCapabilities} {
		for i, n := range s.Value {
			if reason := ignoredName(j.runtime, n); reason != "" {
				out = append(out, CapabilityName{Name: n, Path: index(s.From, i), Reason: reason})
			}
		}
	}
	return out
}

func ignoredName(runtime Runtime, name string) string {
	switch {
	case runtime == CRIO || isAll(name) || containerdName(name) != 0:
		return ""
	case crioName(name) != 0:
		return "containerd puts CAP_ before every name: write " + strings.TrimPrefix(strings.ToUpper(name), "CAP_")
	case name == "":
		return "the name is empty"
	}
	return "Linux has no such capability"
}
