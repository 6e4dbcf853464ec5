package identity

import (
	"encoding/hex"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

func TestContainerdList(t *testing.T) {
	for name, c := range map[string]struct {
		add, drop []string
		want      capset
	}{
		"default":           {want: containerdDefaults},
		"drop ALL":          {drop: []string{"ALL"}},
		"drop all":          {drop: []string{"all"}},
		"add ALL":           {add: []string{"ALL"}, want: allCaps},
		"both ALL":          {add: []string{"ALL"}, drop: []string{"ALL"}},
		"drop ALL, add one": {add: []string{"net_bind_service"}, drop: []string{"ALL"}, want: netBindService},
		"add and drop one":  {add: []string{"SYS_ADMIN"}, drop: []string{"SYS_ADMIN"}, want: containerdDefaults},
		"prefix":            {add: []string{"CAP_SYS_ADMIN"}, drop: []string{"CAP_CHOWN"}, want: containerdDefaults},
		"nonsense":          {add: []string{"BOGUS", ""}, drop: []string{" CHOWN"}, want: containerdDefaults},
		"add ALL, drop one": {add: []string{"ALL"}, drop: []string{"CHOWN"}, want: allCaps &^ capOf("CHOWN")},
	} {
		t.Run(name, func(t *testing.T) {
			if got := containerdList(c.add, c.drop); got != c.want {
				t.Errorf("%v, want %v", got.names(), c.want.names())
			}
		})
	}
	if containerdDefaults != 0xa80425fb {
		t.Errorf("defaults %x", uint64(containerdDefaults))
	}
}

func TestCrioList(t *testing.T) {
	for name, c := range map[string]struct {
		add, drop []string
		want      capset
		message   string
	}{
		"default":           {want: crioDefaults},
		"prefix":            {add: []string{"CAP_SYS_ADMIN"}, want: crioDefaults | capOf("SYS_ADMIN")},
		"small prefix":      {drop: []string{"cap_chown"}, want: crioDefaults &^ capOf("CHOWN")},
		"drop ALL, add one": {add: []string{"CHOWN"}, drop: []string{"ALL"}, want: capOf("CHOWN")},
		"add ALL":           {add: []string{"all"}, want: allCaps},
		"unknown to add": {
			add: []string{"bogus"}, want: crioDefaults, message: `unknown capability "CAP_BOGUS" to add`,
		},
		"unknown to drop": {
			drop: []string{"BOGUS"}, want: crioDefaults,
			message: "failed to drop cap CAP_BOGUS invalid capability: CAP_BOGUS",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, h := crioList(c.add, c.drop)
			message := ""
			if h != nil {
				message = h.message
			}
			if got != c.want || message != c.message {
				t.Errorf("%v %q, want %v %q", got.names(), message, c.want.names(), c.message)
			}
		})
	}
}

func TestIgnoredNames(t *testing.T) {
	spec := `{"containers":[{"name":"c","securityContext":{"capabilities":
		{"add":["CAP_NET_RAW","SYS_ADMIN","BOGUS"],"drop":["all",""]}}}]}`
	r := judgeFirst(t, spec, nil, Options{})
	const at = "/spec/containers/0/securityContext/capabilities"
	want := []CapabilityName{
		{"CAP_NET_RAW", at + "/add/0", "containerd puts CAP_ before every name: write NET_RAW"},
		{"BOGUS", at + "/add/2", "Linux has no such capability"},
		{"", at + "/drop/1", "the name is empty"},
	}
	if diff := cmp.Diff(want, r.Power.Ignored); diff != "" {
		t.Error(diff)
	}
	if r := judgeFirst(t, spec, nil, Options{Runtime: CRIO}); len(r.Power.Ignored) != 0 {
		t.Errorf("CRI-O ignores %v", r.Power.Ignored)
	}
}

func TestParseFileCaps(t *testing.T) {
	for name, c := range map[string]struct {
		hex  string
		want fileCaps
		bad  bool
	}{
		"none": {},
		"v1": {
			hex:  "010000010004000000000000",
			want: fileCaps{present: true, permitted: netBindService, effective: true},
		},
		"v2": {
			hex:  "0100000200040000000000000000000000000000",
			want: fileCaps{present: true, permitted: netBindService, effective: true},
		},
		"v2 permitted alone": {
			hex: "0000000200040000000000000000000000000000", want: fileCaps{present: true, permitted: netBindService},
		},
		"v2 inheritable, high word": {
			hex:  "0000000200000000010000000001000000000000",
			want: fileCaps{present: true, permitted: capOf("CHECKPOINT_RESTORE"), inheritable: capOf("CHOWN")},
		},
		"v3 of root": {
			hex: "010000030004000000000000000000000000000000000000", want: fileCaps{present: true, permitted: netBindService, effective: true},
		},
		"v3 of another": {hex: "0100000300040000000000000000000000000000e8030000"},
		"v2 too short":  {hex: "01000002000400000000000000000000000000", bad: true},
		"v2 too long":   {hex: "010000020004000000000000000000000000000000", bad: true},
		"unknown":       {hex: "0100000400040000000000000000000000000000", bad: true},
		"three bytes":   {hex: "010000", bad: true},
	} {
		t.Run(name, func(t *testing.T) {
			raw, err := hex.DecodeString(c.hex)
			if err != nil {
				t.Fatal(err)
			}
			got, ok := parseFileCaps(raw)
			if ok == c.bad || got != c.want {
				t.Errorf("%+v %v, want %+v", got, ok, c.want)
			}
		})
	}
}

// TestAfterExec has the rows of capabilities(7): who becomes what by execve.
func TestAfterExec(t *testing.T) {
	bind := []byte("\x01\x00\x00\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	admin := []byte("\x01\x00\x00\x02\x00\x00\x20\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	const list = 0xa80425fb
	start := func(uid int64, caps capset) powers {
		return powers{uid: uid, euid: uid, gid: 7, egid: 7, bounding: caps, permitted: caps, effective: caps}
	}
	for name, c := range map[string]struct {
		before    powers
		entry     rootfs.Entry
		nnp       bool
		euid      int64
		permitted capset
		effective capset
		errno     errno
	}{
		"user":              {before: start(1000, list), euid: 1000},
		"root":              {before: start(0, list), permitted: list, effective: list},
		"root with nothing": {before: start(0, 0)},
		"file capability": {
			before: start(1000, list), entry: rootfs.Entry{Capability: bind}, euid: 1000,
			permitted: netBindService, effective: netBindService,
		},
		"file capability, nnp": {
			before: start(1000, list), entry: rootfs.Entry{Capability: bind}, nnp: true, euid: 1000,
			permitted: netBindService, effective: netBindService,
		},
		"outside the bounding set": {
			before: start(1000, list), entry: rootfs.Entry{Capability: admin}, errno: eperm,
		},
		"root too": {before: start(0, 0), entry: rootfs.Entry{Capability: bind}, errno: eperm},
		"broken attribute": {
			before: start(0, list), entry: rootfs.Entry{Capability: []byte("x")}, errno: einval,
		},
		"setuid root": {
			before: start(1000, list), entry: rootfs.Entry{Mode: 0o4755}, permitted: list, effective: list,
		},
		"setuid root, nnp": {
			before: start(1000, list), entry: rootfs.Entry{Mode: 0o4755}, nnp: true, euid: 1000,
		},
		"setuid root, drop ALL": {before: start(1000, 0), entry: rootfs.Entry{Mode: 0o4755}},
		"setuid user by root": {
			before: start(0, list), entry: rootfs.Entry{Mode: 0o4755, UID: 1000}, euid: 1000, permitted: list,
		},
		"setuid root with file caps": {
			before: start(1000, list), entry: rootfs.Entry{Mode: 0o4755, Capability: bind},
			permitted: netBindService, effective: netBindService,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, e := c.before.afterExec(&c.entry, c.nnp, false, func(gid int64) bool { return gid == 7 })
			if e != c.errno {
				t.Fatalf("error %q, want %q", e, c.errno)
			}
			if e == "" && (got.euid != c.euid || got.permitted != c.permitted || got.effective != c.effective) {
				t.Errorf("euid %d, permitted %v, effective %v", got.euid, got.permitted.names(), got.effective.names())
			}
		})
	}
}

func TestSetGID(t *testing.T) {
	before := powers{uid: 1, euid: 1, gid: 7, egid: 7}
	for mode, want := range map[uint32]int64{0o2755: 0, 0o2745: 7, 0o755: 7} {
		got, _ := before.afterExec(&rootfs.Entry{Mode: mode}, false, false, func(gid int64) bool { return gid == 7 })
		if got.egid != want {
			t.Errorf("%o: egid %d, want %d", mode, got.egid, want)
		}
	}
}
