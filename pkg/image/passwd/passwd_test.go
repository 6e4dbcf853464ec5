package passwd_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/sys/user"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/passwd"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

type entry = imagetest.Entry

func files(tb testing.TB, layers ...[]entry) rootfs.Files {
	tb.Helper()
	img := imagetest.Must(tb, imagetest.Spec{Layers: layers})
	all, err := img.Layers()
	if err != nil {
		tb.Fatal(err)
	}
	return rootfs.New(all, rootfs.Options{})
}

func TestStates(t *testing.T) {
	link := func(path, to string) entry { return entry{Path: path, Link: to} }
	file := func(path, content string) entry { return entry{Path: path, Content: content} }
	const line = "app:x:1000:2000::/home/app:/bin/sh\n"
	good := func(path string) passwd.File { return passwd.File{State: passwd.Good, Path: path} }
	broken := func(path, why string) passwd.File {
		return passwd.File{State: passwd.Broken, Path: path, Why: why}
	}
	tests := map[string]struct {
		entries []entry
		want    passwd.File
	}{
		"plain":           {[]entry{file("etc/passwd", line)}, good("/etc/passwd")},
		"mode 0000":       {[]entry{{Path: "etc/passwd", Content: line, Mode: "0000"}}, good("/etc/passwd")},
		"empty":           {[]entry{file("etc/passwd", "")}, good("/etc/passwd")},
		"absent":          {nil, passwd.File{State: passwd.Absent, Path: "/etc"}},
		"absent in /etc":  {[]entry{{Path: "etc", Dir: true}}, passwd.File{State: passwd.Absent, Path: "/etc/passwd"}},
		"dangling link":   {[]entry{link("etc/passwd", "../run/passwd")}, passwd.File{State: passwd.Absent, Path: "/run"}},
		"relative link":   {[]entry{link("etc/passwd", "users"), file("etc/users", line)}, good("/etc/users")},
		"absolute link":   {[]entry{link("etc/passwd", "/nix/store/x-passwd"), file("nix/store/x-passwd", line)}, good("/nix/store/x-passwd")},
		"climbing link":   {[]entry{link("etc/passwd", "../../../../run/p"), file("run/p", line)}, good("/run/p")},
		"link of /etc":    {[]entry{link("etc", "usr/etc"), file("usr/etc/passwd", line)}, good("/usr/etc/passwd")},
		"hard link":       {[]entry{file("etc/users", line), {Path: "etc/passwd", Hardlink: "etc/users"}}, good("/etc/passwd")},
		"loop":            {[]entry{link("etc/passwd", "passwd")}, broken("/etc/passwd", "too many symbolic links at /etc/passwd")},
		"directory":       {[]entry{{Path: "etc/passwd", Dir: true}}, broken("/etc/passwd", "/etc/passwd is not a regular file (it is a dir)")},
		"fifo":            {[]entry{{Path: "etc/passwd", Fifo: true}}, broken("/etc/passwd", "/etc/passwd is not a regular file (it is a fifo)")},
		"device":          {[]entry{{Path: "etc/passwd", Device: true}}, broken("/etc/passwd", "/etc/passwd is not a regular file (it is a device)")},
		"/etc is a file":  {[]entry{file("etc", "x")}, broken("/etc", "/etc is not a directory")},
		"10 MiB":          {[]entry{file("etc/passwd", strings.Repeat(line+"\n", 10<<20/(len(line)+1)))}, good("/etc/passwd")},
		"exactly 10 MiB":  {[]entry{{Path: "etc/passwd", Content: strings.Repeat("\n", 10<<20)}}, good("/etc/passwd")},
		"one byte more":   {[]entry{{Path: "etc/passwd", Size: 10<<20 + 1}}, broken("/etc/passwd", "/etc/passwd exceeds 10485760 bytes")},
		"65000 byte line": {[]entry{file("etc/passwd", line+strings.Repeat("x", 65000)+"\n")}, good("/etc/passwd")},
		"70000 byte line": {
			[]entry{file("etc/passwd", line+strings.Repeat("x", 70000)+"\n")},
			broken("/etc/passwd", "/etc/passwd: bufio.Scanner: token too long"),
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			u, err := passwd.LoadUsers(context.Background(), files(t, tt.entries))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, u.File); diff != "" {
				t.Error(diff)
			}
			if u.State != passwd.Good && u.All != nil {
				t.Errorf("entries of a file that is %s: %v", u.State, u.All)
			}
		})
	}
}

// The lines are those that were seen on a real node; what it made of them stands beside.
func TestLenientLines(t *testing.T) {
	u, err := passwd.LoadUsers(context.Background(), files(t, []entry{{Path: "etc/passwd", Content: strings.Join([]string{
		"bare", "noid:x::", "text:x:abc:def", "blank:x: 1000 :1", "hex:x:0x3e8:1", "plus:x:+1000:01000",
		"  led:x:1:1", "tab\t:x:2:2", "cr:x:3:3::/h:/bin/sh\r", "", "# comment:x:4:4", "more:x:5:5:g:/h:/s:and:more",
		"neg:x:-5:4294967296", "big:x:2147483648:1", "huge:x:99999999999999999999:1", "+::::::",
		"\ufeffbom:x:6:6", "more:x:7:7",
	}, "\n")}}))
	if err != nil {
		t.Fatal(err)
	}
	want := []user.User{
		{Name: "bare"},
		{Name: "noid", Pass: "x"},
		{Name: "text", Pass: "x"},
		{Name: "blank", Pass: "x", Gid: 1},
		{Name: "hex", Pass: "x", Gid: 1},
		{Name: "plus", Pass: "x", Uid: 1000, Gid: 1000},
		{Name: "led", Pass: "x", Uid: 1, Gid: 1},
		{Name: "tab\t", Pass: "x", Uid: 2, Gid: 2},
		{Name: "cr", Pass: "x", Uid: 3, Gid: 3, Home: "/h", Shell: "/bin/sh"},
		{Name: "# comment", Pass: "x", Uid: 4, Gid: 4},
		{Name: "more", Pass: "x", Uid: 5, Gid: 5, Gecos: "g", Home: "/h", Shell: "/s"},
		{Name: "neg", Pass: "x", Uid: -5, Gid: 4294967296},
		{Name: "big", Pass: "x", Uid: 2147483648, Gid: 1},
		{Name: "huge", Pass: "x", Uid: 9223372036854775807, Gid: 1},
		{Name: "+"},
		{Name: "\ufeffbom", Pass: "x", Uid: 6, Gid: 6},
		{Name: "more", Pass: "x", Uid: 7, Gid: 7},
	}
	if diff := cmp.Diff(want, u.All); diff != "" {
		t.Error(diff)
	}
	if e, ok := u.ByName("more"); !ok || e.Uid != 5 {
		t.Errorf("first match: %+v, %v", e, ok)
	}
	if e, ok := u.ByID(0); !ok || e.Name != "bare" {
		t.Errorf("first match: %+v, %v", e, ok)
	}
	if _, ok := u.ByName("tab"); ok {
		t.Error("names are not trimmed")
	}
	if _, ok := u.ByID(1234); ok {
		t.Error("found what is not there")
	}
}

func TestGroups(t *testing.T) {
	long := "long:x:9:" + strings.Repeat("someone,", 70000/8) + "app"
	g, err := passwd.LoadGroups(context.Background(), files(t, []entry{{Path: "etc/group", Content: strings.Join([]string{
		"root:x:0:", "text:x:abc:app", "neg:x:-7:app", "x:x:8:app:more", "blank:x:10: app", "twice:x:11:app,app",
		"app:x:1000:app", "bare", long, "root:x:12:app",
	}, "\n")}}))
	if err != nil || g.State != passwd.Good {
		t.Fatal(g.File, err)
	}
	var got []string
	for _, e := range g.Of("app") {
		got = append(got, fmt.Sprint(e.Name, " ", e.Gid))
	}
	// The group of the user's own name does not count, nor does a name that is not written exactly so.
	if diff := cmp.Diff([]string{"text 0", "neg -7", "x 8", "twice 11", "long 9", "root 12"}, got); diff != "" {
		t.Error(diff)
	}
	if e, ok := g.ByName("root"); !ok || e.Gid != 0 {
		t.Errorf("first match: %+v, %v", e, ok)
	}
	if e, ok := g.ByID(8); !ok || e.Name != "x" {
		t.Errorf("first match: %+v, %v", e, ok)
	}
}

func TestGroupLineOfAMegabyte(t *testing.T) {
	g, err := passwd.LoadGroups(context.Background(), files(t, []entry{
		{Path: "etc/group", Content: "a:x:1:" + strings.Repeat("x", 1<<20)},
	}))
	if err != nil || g.State != passwd.Broken || g.Why != "/etc/group: bufio.Scanner: token too long" {
		t.Errorf("got %+v, %v", g.File, err)
	}
}

func TestLoadTakesTheTopmostOfEach(t *testing.T) {
	db, err := passwd.Load(context.Background(), files(t,
		[]entry{{Path: "etc/passwd", Content: "low:x:1:1"}, {Path: "etc/group", Content: "low:x:1:"}},
		[]entry{{Path: "etc/passwd", Content: "top:x:2:2"}, {Path: "etc/.wh.group"}},
	))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := db.Users.ByName("top"); !ok || db.Groups.State != passwd.Absent {
		t.Errorf("got %+v", db)
	}
}

func TestUnknownAndErrorsPassThrough(t *testing.T) {
	u, err := passwd.LoadUsers(context.Background(), answers{unknown: "RUN line 3 is opaque"})
	want := passwd.File{State: passwd.Unknown, Path: "/etc", Why: "RUN line 3 is opaque"}
	if diff := cmp.Diff(want, u.File); err != nil || diff != "" {
		t.Error(err, diff)
	}
	fault := errors.New("unauthorised")
	if _, err := passwd.Load(context.Background(), answers{err: fault}); !errors.Is(err, fault) {
		t.Errorf("got %v", err)
	}
}

// answers says the same of every path.
type answers struct {
	rootfs.Files
	unknown string
	err     error
}

func (a answers) Lookup(context.Context, string) (rootfs.Answer, error) {
	return rootfs.Answer{Unknown: a.unknown}, a.err
}
