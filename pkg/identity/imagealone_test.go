package identity

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// userRow is what one USER string comes to. The words of kubernetes are uid:gid, or why it cannot be; so are those of
// direct, which is docker.
type userRow struct {
	refuses            string
	kubernetes, direct string
}

const (
	asRoot = "container has runAsNonRoot and image will run as root"
	badGID = "unable to find group %s: no matching entries in group file"
)

func nonNumeric(name string) string {
	return "container has runAsNonRoot and image has non-numeric user (" + name + "), cannot verify user is non-root"
}

func refusedID(id string) string {
	return "container has runAsNonRoot and image has an invalid user id (" + id + "). (Must be 1-(2147483647)): " +
		"must be between 0 and 2147483647, inclusive"
}

func range32(s string) string { return fmt.Sprintf("invalid USER value %q: uid out of range", s) }

// userRows has each USER string with a passwd, and without any.
func userRows() map[string][2]userRow {
	missing := func(name string) string { return fmt.Sprintf("there is no /etc/passwd to find %q in", name) }
	rows := map[string][2]userRow{
		"":   {{asRoot, "0:0", "0:0"}, {asRoot, "0:0", "0:0"}},
		"0":  {{asRoot, "0:0", "0:0"}, {asRoot, "0:0", "0:0"}},
		"00": {{asRoot, "0:0", "0:0"}, {asRoot, "0:0", "0:0"}},
		"-0": {{asRoot, "0:0", "0:0"}, {asRoot, "0:0", "0:0"}},
		"+0": {{asRoot, "0:0", "0:0"}, {asRoot, "0:0", "0:0"}},

		"0:0":   {{asRoot, "0:0", "0:0"}, {asRoot, "0:0", "0:0"}},
		":1000": {{asRoot, "0:0", "0:1000"}, {asRoot, "0:0", "0:1000"}},

		"app:grp":    {{nonNumeric("app"), "1000:2000", "1000:555"}, {nonNumeric("app"), missing("app"), ""}},
		"root:root":  {{nonNumeric("root"), "0:0", "0:0"}, {nonNumeric("root"), missing("root"), ""}},
		"1000":       {{"", "1000:2000", "1000:2000"}, {"", "1000:0", "1000:0"}},
		"1000:1000":  {{"", "1000:2000", "1000:1000"}, {"", "1000:0", "1000:1000"}},
		"1000:2000":  {{"", "1000:2000", "1000:2000"}, {"", "1000:0", "1000:2000"}},
		"1000:nogrp": {{"", "1000:2000", fmt.Sprintf(badGID, "nogrp")}, {"", "1000:0", fmt.Sprintf(badGID, "nogrp")}},
		"1000:":      {{"", "1000:2000", "1000:2000"}, {"", "1000:0", "1000:0"}},
		"+1000":      {{"", "1000:2000", "1000:2000"}, {"", "1000:0", "1000:0"}},
		"01000":      {{"", "1000:2000", "1000:2000"}, {"", "1000:0", "1000:0"}},
		"1234":       {{"", "1234:0", "1234:0"}, {"", "1234:0", "1234:0"}},
		"65534":      {{"", "65534:0", "65534:0"}, {"", "65534:0", "65534:0"}},

		"99999999999999999999": {
			{nonNumeric("99999999999999999999"), range32("99999999999999999999"), ""},
			{nonNumeric("99999999999999999999"), range32("99999999999999999999"), ""},
		},
		"1:2:3": {
			{
				"", "no runtime runs it directly, as it has two colons; Kubernetes starts it as uid 1",
				fmt.Sprintf(badGID, "2:3"),
			},
			{
				"", "no runtime runs it directly, as it has two colons; Kubernetes starts it as uid 1",
				fmt.Sprintf(badGID, "2:3"),
			},
		},
	}
	for name, ids := range map[string]string{"root": "0:0", "toor": "0:0", "app": "1000:2000"} {
		rows[name] = [2]userRow{{nonNumeric(name), ids, ids}, {nonNumeric(name), missing(name), ""}}
	}
	for _, name := range []string{" 1000", "1_000", "0x3e8", "${UID}"} {
		rows[name] = [2]userRow{
			{nonNumeric(name), fmt.Sprintf("/etc/passwd has no user %q", name), ""},
			{nonNumeric(name), missing(name), ""},
		}
	}
	for _, id := range []string{"-1", "2147483648", "4294967295"} {
		rows[id] = [2]userRow{{refusedID(id), range32(id), ""}, {refusedID(id), range32(id), ""}}
	}
	return rows
}

// TestImageUser has the table of USER strings over real OCI layouts.
func TestImageUser(t *testing.T) {
	opener, err := image.NewOpener(image.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer opener.Close()
	for user, rows := range userRows() {
		for i, layers := range [][][]imagetest.Entry{{accountsLayer()}, {programLayer()}} {
			t.Run(fmt.Sprintf("%q passwd %v", user, i == 0), func(t *testing.T) {
				img := openCase(t, opener, imagetest.Spec{User: user, Layers: layers}, nil)
				u, err := JudgeImageUser(t.Context(), img, Options{Evidence: finding.EvidenceUsers})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(rows[i], rowOf(&u), cmp.AllowUnexported(userRow{})); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

func rowOf(u *ImageUser) userRow {
	r := userRow{refuses: u.KubeletRefuses.Value, kubernetes: u.Invalid.Value, direct: u.DirectError}
	if r.kubernetes == "" {
		r.kubernetes = ids(u.UID, u.GID)
	}
	if u.DirectGID.Known() && r.direct == "" {
		r.direct = ids(u.UID, u.DirectGID)
	}
	return r
}

func ids(uid, gid Fact[int64]) string {
	return strconv.FormatInt(uid.Value, 10) + ":" + strconv.FormatInt(gid.Value, 10)
}

func TestImageUserFields(t *testing.T) {
	for user, want := range map[string]ImageUser{
		"app:grp": {Name: "app", Group: "grp", HasGroup: true, Suggestion: "1000:555"},
		"app":     {Name: "app", Suggestion: "1000:2000"},
		"+1000":   {Name: "+1000", Numeric: true, Suggestion: "1000:2000"},
		"1000:":   {Name: "1000", HasGroup: true, Numeric: true, Canonical: true, Suggestion: "1000:2000"},
		"":        {Numeric: true},
		"1:2:3":   {Name: "1", Group: "2:3", HasGroup: true, Numeric: true, Canonical: true, Suggestion: "1:0"},
		"root":    {Name: "root"},
		"ghost":   {Name: "ghost"},
	} {
		t.Run(user, func(t *testing.T) {
			img := imageOf(t, imagetest.Spec{User: user, Layers: [][]imagetest.Entry{accountsLayer()}})
			u, err := JudgeImageUser(t.Context(), img, Options{Evidence: finding.EvidenceUsers})
			if err != nil {
				t.Fatal(err)
			}
			got := ImageUser{
				Name: u.Name, Group: u.Group, HasGroup: u.HasGroup, Numeric: u.Numeric, Canonical: u.Canonical,
				Suggestion: u.Suggestion,
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestImageUserHome(t *testing.T) {
	for name, c := range map[string]struct {
		user    string
		env     []string
		want    string
		fromEnv bool
	}{
		"entry":         {user: "1000", want: "/home/app"},
		"no entry":      {user: "4711", want: "/"},
		"env":           {user: "1000", env: []string{"HOME=/x"}, want: "/x", fromEnv: true},
		"empty env":     {user: "1000", env: []string{"HOME="}, want: "/home/app"},
		"env unset":     {user: "1000", env: []string{"HOME"}, want: "/home/app"},
		"last of twice": {user: "1000", env: []string{"HOME=/x", "HOME=/y"}, want: "/y", fromEnv: true},
	} {
		t.Run(name, func(t *testing.T) {
			img := imageOf(t, imagetest.Spec{User: c.user, Env: c.env, Layers: [][]imagetest.Entry{accountsLayer()}})
			u, err := JudgeImageUser(t.Context(), img, Options{Evidence: finding.EvidenceUsers})
			if err != nil {
				t.Fatal(err)
			}
			if u.Home.Value != c.want || u.HomeFromEnv != c.fromEnv {
				t.Errorf("HOME %q, from env %v", u.Home.Value, u.HomeFromEnv)
			}
		})
	}
}

// TestImageUserUnreadable: a passwd that is there and cannot be read stops numbers too.
func TestImageUserUnreadable(t *testing.T) {
	long := make([]byte, 70_000)
	for i := range long {
		long[i] = 'x'
	}
	for name, c := range map[string]struct {
		entries []imagetest.Entry
		want    string
	}{
		"directory": {[]imagetest.Entry{{Path: "etc/passwd", Dir: true}}, "etc/passwd is not a regular file"},
		"loop": {
			[]imagetest.Entry{{Path: "etc/passwd", Link: "b"}, {Path: "etc/b", Link: "passwd"}},
			"resolve etc/passwd: too many levels of symbolic links",
		},
		"long line": {
			[]imagetest.Entry{{Path: "etc/passwd", Content: string(long)}}, "bufio.Scanner: token too long",
		},
		"too large": {[]imagetest.Entry{{Path: "etc/passwd", Size: 11 << 20}}, `"etc/passwd" exceeds 10485760 bytes`},
		"etc is a file": {
			[]imagetest.Entry{{Path: "etc", Content: "x"}}, "resolve etc: not a directory",
		},
	} {
		for _, user := range []string{"", "1000", "app"} {
			t.Run(name+" "+user, func(t *testing.T) {
				img := imageOf(t, imagetest.Spec{User: user, Layers: [][]imagetest.Entry{c.entries}})
				u, err := JudgeImageUser(t.Context(), img, Options{Evidence: finding.EvidenceUsers})
				if err != nil {
					t.Fatal(err)
				}
				if want := "no runtime can read /etc/passwd: " + c.want; u.Invalid.Value != want {
					t.Errorf("invalid %q, want %q", u.Invalid.Value, want)
				}
			})
		}
	}
}

func TestImageUserWindows(t *testing.T) {
	for user, want := range map[string]string{
		"ContainerUser": "", "": "",
		"containeradministrator": windowsRefusal("runAsUser", "containeradministrator"),
	} {
		img := imageOf(t, imagetest.Spec{User: user, Platform: "windows/amd64"})
		u, err := JudgeImageUser(t.Context(), img, Options{Evidence: finding.EvidenceUsers})
		if err != nil {
			t.Fatal(err)
		}
		if u.KubeletRefuses.Value != want || u.UID.Known() || u.Name != user {
			t.Errorf("%q: refuses %q, uid known %v", user, u.KubeletRefuses.Value, u.UID.Known())
		}
	}
}
