package identity

import (
	"slices"
	"strings"
)

// capset is a set of Linux capabilities, one bit each, numbered as in include/uapi/linux/capability.h.
type capset uint64

// capNames are the capabilities without CAP_, by number; CHECKPOINT_RESTORE (Linux 5.9) is the newest.
var capNames = [...]string{
	"CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP",
	"LINUX_IMMUTABLE", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER",
	"SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT", "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE",
	"SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE", "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP",
	"MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ", "PERFMON", "BPF",
	"CHECKPOINT_RESTORE",
}

const allCaps = capset(1)<<len(capNames) - 1

var (
	dacOverride    = capOf("DAC_OVERRIDE")
	dacReadSearch  = capOf("DAC_READ_SEARCH")
	netBindService = capOf("NET_BIND_SERVICE")

	// containerdDefaults is defaultUnixCaps of containerd's pkg/oci/spec.go.
	containerdDefaults = capsOf("CHOWN", "DAC_OVERRIDE", "FSETID", "FOWNER", "MKNOD", "NET_RAW", "SETGID", "SETUID",
		"SETFCAP", "SETPCAP", "NET_BIND_SERVICE", "SYS_CHROOT", "KILL", "AUDIT_WRITE")
	// crioDefaults is CRI-O's internal/config/capabilities/capabilities_linux.go.
	crioDefaults = capsOf("CHOWN", "DAC_OVERRIDE", "FSETID", "FOWNER", "SETGID", "SETUID", "SETPCAP",
		"NET_BIND_SERVICE", "KILL")
)

// capOf is the capability of that name, 0 where there is none.
func capOf(name string) capset {
	if i := slices.Index(capNames[:], name); i >= 0 {
		return 1 << i
	}
	return 0
}

func capsOf(names ...string) capset {
	var s capset
	for _, n := range names {
		s |= capOf(n)
	}
	return s
}

func (s capset) has(c capset) bool { return c != 0 && s&c == c }

// names lists the set, sorted; never nil.
func (s capset) names() []string {
	out := []string{}
	for i, n := range capNames {
		if s&(1<<i) != 0 {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}

// containerdName is how containerd reads a name of the manifest: upper case, with CAP_ put before it whatever it is, so
// that CAP_NET_RAW becomes CAP_CAP_NET_RAW, which runc ignores.
func containerdName(name string) capset { return capOf(strings.ToUpper(name)) }

// crioName is how CRI-O reads it: a CAP_ prefix is tolerated.
func crioName(name string) capset {
	return capOf(strings.TrimPrefix(strings.ToUpper(name), "CAP_"))
}

func isAll(name string) bool { return strings.EqualFold(name, "ALL") }
