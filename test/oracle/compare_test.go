package oracle

import (
	"bufio"
	"math/bits"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/test/oracle/node"
)

// compare fails the test where the engine and the node differ; it tells whether the engine's answer is unknown.
func compare(t *testing.T, got identity.Result, want node.Observation) (unknown bool) {
	t.Helper()
	refused := want.Reason == "CreateContainerConfigError"
	if verdict := got.Kubelet.Verdict; (verdict == identity.Refuses) != refused {
		t.Errorf("verdict %s, the kubelet says %s: %s", verdict, want.Reason, want.Message)
	}
	if got.Start.Verdict == identity.StartUnknown {
		if got.Start.Message == "" {
			t.Error("unknown without a reason")
		}
		return true
	}
	if started := got.Start.Verdict == identity.Starts; started != want.Ran {
		t.Errorf("start %s (%s: %s), the node says ran %v: %s %s", got.Start.Verdict, got.Start.Reason, got.Start.Message,
			want.Ran, want.Reason, want.Message+want.Output)
	}
	if got.Start.Verdict == identity.Fails && !strings.Contains(want.Message+"\n"+want.Output, got.Start.Message) {
		t.Errorf("message %q, the node says %q %q", got.Start.Message, want.Message, want.Output)
	}
	if want.Ran && got.Start.Verdict == identity.Starts {
		process(t, got, want.Process)
	}
	return false
}

// process compares what the probe saw of itself.
func process(t *testing.T, got identity.Result, want node.Process) {
	t.Helper()
	id := got.Identity
	equal(t, "effective uid", id.EffectiveUID.Value, want.UID)
	equal(t, "effective gid", id.EffectiveGID.Value, want.GID)
	groups := []int64{id.GID.Value}
	for _, g := range id.Groups {
		groups = append(groups, g.GID)
	}
	slices.Sort(groups)
	if groups = slices.Compact(groups); !slices.Equal(groups, want.Groups) {
		t.Errorf("groups %v, the node says %v", groups, want.Groups)
	}
	if want.Home == nil {
		t.Errorf("HOME %q, the node sets none", id.Home.Value)
	} else {
		equal(t, "HOME", id.Home.Value, *want.Home)
	}
	equal(t, "no_new_privs", got.Power.NoNewPrivileges, want.NoNewPrivs)
	held := machineHas(t)
	caps := got.Power.Capabilities
	equal(t, "bounding", mask(t, caps.Bounding.Value)&held, want.Bounding)
	equal(t, "permitted", mask(t, caps.Permitted.Value)&held, want.Permitted)
	equal(t, "effective", mask(t, caps.Effective.Value)&held, want.Effective)
	writable(t, got.Power, want.Writes)
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, the node says %v", what, got, want)
	}
}

// writable: what is said not to be writable is not, and under a read-only root nothing else is than what is said to be.
func writable(t *testing.T, power identity.Power, writes map[string]string) {
	t.Helper()
	for _, w := range power.LikelyWrites {
		if writes[w.Path] == "ok" {
			t.Errorf("%s is said not to be writable (%s), and is", w.Path, w.Evidence)
		}
	}
	if !power.ReadOnlyRootFilesystem {
		return
	}
	for path, outcome := range writes {
		mounted := slices.ContainsFunc(power.Writable, func(m identity.Mount) bool { return m.Path == path })
		if outcome == "ok" && !mounted {
			t.Errorf("%s is writable, but not among %v", path, power.Writable)
		}
		if outcome == "EROFS" && mounted {
			t.Errorf("%s is read-only, but among %v", path, power.Writable)
		}
	}
}

// names of capabilities by number, from include/uapi/linux/capability.h.
var names = strings.Fields(`CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE
	NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT
	SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP
	MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE`)

func mask(t *testing.T, list []string) (m uint64) {
	t.Helper()
	for _, name := range list {
		bit := slices.Index(names, name)
		if bit < 0 {
			t.Fatalf("no capability has the name %q", name)
		}
		m |= 1 << bit
	}
	return m
}

// machineHas is the set of capabilities that this machine can give at all: it may run in a sandbox itself.
func machineHas(t *testing.T) uint64 {
	t.Helper()
	f, err := os.Open("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if value, ok := strings.CutPrefix(s.Text(), "CapBnd:"); ok {
			m, err := strconv.ParseUint(strings.TrimSpace(value), 16, 64)
			if err != nil || bits.OnesCount64(m) == 0 {
				t.Fatalf("read bounding set %q: %v", value, err)
			}
			return m
		}
	}
	t.Fatal("the machine tells no bounding set")
	return 0
}
