package fix

import (
	"github.com/hullcheck/hullcheck/pkg/finding"
)

// rules say how findings are resolved. What stands in none of the tables is left with the rule's remediation.
var rules = map[string]proposer{
	"workload/unknown-security-field":           rightName,
	"workload/unknown-field":                    rightName,
	"workload/privileged":                       needsContainer(notPrivileged),
	"workload/host-namespaces":                  needsPod(ownNamespaces),
	"workload/run-as-user-root":                 needsPod(imageUser),
	"runtime/sandbox-fails":                     needsPod(groupWithoutUser),
	"runtime/kubelet-refuses":                   needsContainer(imageUser),
	"runtime/runs-as-root":                      needsContainer(imageUser),
	"runtime/user-unresolvable":                 needsContainer(imageUser),
	"runtime/user-not-in-image":                 needsContainer(imageUser),
	"workload/run-as-user-unset":                needsContainer(imageUser),
	"runtime/group-root":                        needsContainer(imageGroup),
	"workload/run-as-non-root":                  needsPod(nonRoot),
	"runtime/file-capabilities-blocked":         needsContainer(fileCapabilities),
	"runtime/capability-without-effect":         needsContainer(withoutEffect),
	"workload/capabilities-baseline":            needsContainer(addedInVain),
	"workload/added-capabilities":               needsContainer(addedInVain),
	"workload/drop-all-capabilities":            needsContainer(dropAll),
	"workload/allow-privilege-escalation":       needsContainer(noEscalation),
	"workload/seccomp-profile":                  needsPod(seccomp),
	"workload/seccomp-unconfined":               seccompAtPath,
	"workload/apparmor-profile":                 appArmor,
	"workload/selinux-options":                  seLinux,
	"workload/proc-mount":                       procMount,
	"workload/read-only-root-filesystem":        needsContainer(readOnlyRoot),
	"runtime/entrypoint-writable":               needsContainer(readOnlyRoot),
	"runtime/read-only-root-write-path":         needsContainer(writePaths),
	"workload/supplemental-groups-policy":       needsPod(strictGroups),
	"runtime/supplemental-groups-from-image":    needsPod(strictGroups),
	"workload/service-account-token":            needsPod(noToken),
	"workload/writable-volume-without-fs-group": needsContainer(fsGroup),
}

// first lists the rules whose findings are resolved before all others, in this order: who runs decides what may be
// demanded, and what is dropped decides what is writable.
var first = []string{
	"workload/unknown-security-field", "workload/unknown-field", "workload/privileged", "workload/host-namespaces",
	"workload/run-as-user-root", "runtime/user-unresolvable", "runtime/kubelet-refuses", "runtime/runs-as-root",
	"runtime/sandbox-fails", "runtime/user-not-in-image", "workload/run-as-user-unset", "runtime/group-root",
	"workload/run-as-non-root", "runtime/file-capabilities-blocked", "runtime/capability-without-effect",
	"workload/capabilities-baseline", "workload/added-capabilities", "workload/drop-all-capabilities",
	"workload/seccomp-profile", "workload/allow-privilege-escalation", "workload/read-only-root-filesystem",
}

func rank(rule string) int {
	for i, r := range first {
		if r == rule {
			return i
		}
	}
	return len(first)
}

// guesses say why findings are left whose resolution only people know.
var guesses = map[string]string{
	"workload/memory-limit":         "how much memory the program needs is not known",
	"workload/cpu-limit":            "how much CPU the program needs is not known",
	"workload/resource-requests":    "how much the program needs is not known",
	"workload/image-tag-mutable":    "which release is meant is not known",
	"workload/image-not-by-digest":  "which digest was tested is not known",
	"workload/secret-in-env":        "the secret must be replaced where it was made, and put into a Secret",
	"workload/host-path":            "what the program needs of the node is not known",
	"workload/host-path-sensitive":  "what the program needs of the node is not known",
	"workload/runtime-socket":       "what the program asks of the container runtime is not known",
	"workload/host-ports":           "a Service must take the place of the port first",
	"workload/volume-types":         "where the data is to be kept is not known",
	"workload/sysctls":              "what the program needs of the kernel is not known",
	"workload/probe-host":           "whether the program answers on the pod's own address is not known",
	"workload/windows-host-process": "a HostProcess container is made for the node",
	"runtime/image-unresolved":      "the image must be readable first",
	"runtime/uid-below-minimum":     "which other user the image can run as is not known",
	"runtime/registry-not-allowed":  "where else the image is to be had is not known",
	"runtime/low-port":              "which other port the program can listen on is not known",
	"network/no-network-policy":     "which traffic the workload needs is not known",
}

// LeftFor is why a finding is left for which there is no edit.
func LeftFor(f *finding.Finding) string {
	if why, ok := guesses[f.Rule]; ok {
		return why
	}
	return "no edit is known that would be no guess"
}
