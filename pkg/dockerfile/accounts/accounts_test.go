package accounts_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/accounts"
	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
)

const (
	passwd = "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"
	group  = "root:x:0:\nadm:x:4:\nusers:x:100:\nnogroup:x:65534:\n"
	defs   = "# comment\nUID_MIN\t\t\t 1000\nUID_MAX 60000\nGID_MIN 1000\nGID_MAX 60000\nUMASK 022\nUSERGROUPS_ENAB yes\n"
)

// database is passwd and group with more lines; doubt is why there may be others, for system accounts only or for any.
func database(users, groups string, doubt ...known.Doubt) *accounts.DB {
	return &accounts.DB{
		Users:   accounts.Parse(known.Content{Data: []byte(passwd + users), More: doubt}),
		Groups:  accounts.Parse(known.Content{Data: []byte(group + groups), More: doubt}),
		Because: "line 1: x",
	}
}

// added is what stands in a file beside what stood there before, vague accounts included.
func added(t *accounts.Table, before string) string {
	c := t.Content()
	text := strings.TrimPrefix(string(c.Data), before)
	for name, v := range c.Vague {
		text += name + "? " + v.Because + "\n"
	}
	return text
}

func id(n int64) *int64 { return &n }

func TestUserAdd(t *testing.T) {
	def := accounts.ParseDefaults([]byte(defs), []byte("SHELL=/bin/sh\n"))
	system := known.Doubt{Because: "packages", Accounts: known.SystemAccounts}
	anything := known.Doubt{Because: "opaque", Accounts: known.AnyAccount}
	for _, c := range []struct {
		name          string
		add           accounts.UserAdd
		users, groups string // there before
		doubt         []known.Doubt
		passwd, group string // added
		fails, unsure string
	}{
		{name: "first free", add: accounts.UserAdd{Name: "a"}, passwd: "a:x:1000:1000::/home/a:/bin/sh\n", group: "a:x:1000:\n"},
		{
			name: "above the highest", add: accounts.UserAdd{Name: "a"}, users: "b:x:1005:0::/:\n",
			passwd: "a:x:1006:1006::/home/a:/bin/sh\n", group: "a:x:1006:\n",
		},
		{
			name: "ids out of range do not count", add: accounts.UserAdd{Name: "a"}, users: "b:x:70000:0::/:\n",
			passwd: "a:x:1000:1000::/home/a:/bin/sh\n", group: "a:x:1000:\n",
		},
		{
			name: "first free once the highest is taken", add: accounts.UserAdd{Name: "a"}, users: "b:x:60000:0::/:\nc:x:1000:0::/:\n",
			passwd: "a:x:1001:1001::/home/a:/bin/sh\n", group: "a:x:1001:\n",
		},
		{
			name: "own gid taken", add: accounts.UserAdd{Name: "a"}, groups: "g:x:1000:\n",
			passwd: "a:x:1000:1001::/home/a:/bin/sh\n", group: "a:x:1001:\n",
		},
		{
			name: "own gid below the range", add: accounts.UserAdd{Name: "a", UID: id(500)},
			passwd: "a:x:500:1000::/home/a:/bin/sh\n", group: "a:x:1000:\n",
		},
		{name: "system", add: accounts.UserAdd{Name: "a", System: true}, passwd: "a:x:999:999::/home/a:/bin/sh\n", group: "a:x:999:\n"},
		{
			name: "system below the lowest", add: accounts.UserAdd{Name: "a", System: true}, users: "b:x:500:0::/:\n",
			passwd: "a:x:499:499::/home/a:/bin/sh\n", group: "a:x:499:\n",
		},
		{
			name: "system with the lowest taken", add: accounts.UserAdd{Name: "a", System: true}, users: "b:x:101:0::/:\n",
			passwd: "a:x:999:999::/home/a:/bin/sh\n", group: "a:x:999:\n",
		},
		{name: "exists", add: accounts.UserAdd{Name: "nobody"}, fails: "user nobody exists"},
		{name: "own group exists", add: accounts.UserAdd{Name: "users"}, fails: "group users exists"},
		{name: "group missing", add: accounts.UserAdd{Name: "a", Group: "nope"}, fails: "group nope does not exist"},
		{name: "gid missing", add: accounts.UserAdd{Name: "a", Group: "77"}, fails: "group 77 does not exist"},
		{name: "member of a missing group", add: accounts.UserAdd{Name: "a", Groups: []string{"nope"}}, fails: "group nope does not exist"},
		{name: "uid taken", add: accounts.UserAdd{Name: "a", UID: id(65534)}, fails: "its uid is not unique"},
		{
			name: "uid taken on purpose", add: accounts.UserAdd{Name: "a", UID: id(0), NonUnique: true, Group: "0"},
			passwd: "a:x:0:0::/home/a:/bin/sh\n",
		},
		{
			name: "no group of its own, and no default", add: accounts.UserAdd{Name: "a", NoUserGroup: true},
			passwd: "a? line 1: x: its default group depends on how useradd was built\n",
		},
		{
			name: "system accounts may have come", add: accounts.UserAdd{Name: "a"}, doubt: []known.Doubt{system},
			passwd: "a:x:1000:1000::/home/a:/bin/sh\n", group: "a:x:1000:\n", unsure: "packages",
		},
		{
			name: "system ids are not known then", add: accounts.UserAdd{Name: "a", System: true, Group: "users"}, doubt: []known.Doubt{system},
			passwd: "a? line 1: x: packages\n", unsure: "packages",
		},
		{
			name: "any account may have come", add: accounts.UserAdd{Name: "a", UID: id(1000)}, doubt: []known.Doubt{anything},
			passwd: "a? line 1: x: opaque\n", group: "a? line 1: x: opaque\n", unsure: "opaque",
		},
		{
			name: "both ids given", add: accounts.UserAdd{Name: "a", UID: id(1000), Group: "100"}, doubt: []known.Doubt{anything},
			passwd: "a:x:1000:100::/home/a:/bin/sh\n", unsure: "opaque",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := database(c.users, c.groups, c.doubt...)
			r := c.add.Add(d, def)
			if d := cmp.Diff(accounts.Result{Fails: c.fails, Unsure: c.unsure}, r); d != "" {
				t.Error(d)
			}
			if c.fails != "" {
				return
			}
			if d := cmp.Diff(c.passwd, added(d.Users, passwd+c.users)); d != "" {
				t.Errorf("passwd (-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.group, added(d.Groups, group+c.groups)); d != "" {
				t.Errorf("group (-want +got):\n%s", d)
			}
		})
	}
}

func TestBusyBox(t *testing.T) {
	for _, c := range []struct {
		name          string
		add           accounts.BusyBoxUser
		users, groups string
		passwd, group string
		fails         string
	}{
		{
			name: "free in both files", add: accounts.BusyBoxUser{Name: "a"}, groups: "g:x:1000:\n",
			passwd: "a:x:1001:1001:Linux User,,,:/home/a:/bin/sh\n", group: "a:x:1001:\n",
		},
		{
			name: "system without a group", add: accounts.BusyBoxUser{Name: "a", System: true},
			passwd: "a:x:100:65534:Linux User,,,:/home/a:/bin/false\n",
		},
		{
			name: "into a group, free among users alone", add: accounts.BusyBoxUser{Name: "a", Group: "users"}, groups: "g:x:1000:\n",
			passwd: "a:x:1000:100:Linux User,,,:/home/a:/bin/sh\n",
		},
		{name: "no such group", add: accounts.BusyBoxUser{Name: "a", Group: "nope"}, fails: "unknown group nope"},
		{name: "the same id as a group", add: accounts.BusyBoxUser{Name: "a", UID: id(100)}, fails: "uid 100 in use"},
		{name: "exists", add: accounts.BusyBoxUser{Name: "nobody"}, fails: "user nobody in use"},
		{name: "group of the name exists", add: accounts.BusyBoxUser{Name: "users"}, fails: "group users in use"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := database(c.users, c.groups)
			if r := c.add.Add(d); r.Fails != c.fails {
				t.Fatalf("fails %q, want %q", r.Fails, c.fails)
			}
			if c.fails != "" {
				return
			}
			if d := cmp.Diff(c.passwd, added(d.Users, passwd+c.users)); d != "" {
				t.Errorf("passwd (-want +got):\n%s", d)
			}
			if g := added(d.Groups, group+c.groups); c.group != "" && g != c.group {
				t.Errorf("group is %q, want %q", g, c.group)
			}
		})
	}
}

func TestChangesKeepWhatIsNoAccount(t *testing.T) {
	odd := "# a comment\n+::::::\nshort:x:1\nbad:x:id:0::/:\n"
	d := database(odd, odd)
	if r := (accounts.UserAdd{Name: "a"}).Add(d, accounts.ParseDefaults([]byte(defs), nil)); r.Fails != "" {
		t.Fatal(r.Fails)
	}
	if got := added(d.Users, passwd); got != odd+"a:x:1000:1000::/home/a:/bin/bash\n" {
		t.Errorf("passwd became %q", got)
	}
}

func TestDeleteUser(t *testing.T) {
	def := accounts.ParseDefaults([]byte(defs), nil)
	d := database("a:x:1000:1000::/:\nb:x:1001:1001::/:\n", "a:x:1000:\nb:x:1001:\nmix:x:9:b,a\n")
	if r := d.DeleteUser("a", def); r.Fails != "" {
		t.Fatal(r.Fails)
	}
	if got := added(d.Groups, group); got != "b:x:1001:\nmix:x:9:b\n" {
		t.Errorf("group became %q", got)
	}
	if r := d.DeleteUser("a", def); r.Fails == "" {
		t.Error("a user is deleted twice")
	}
	if r := d.DeleteGroup("b"); r.Fails != "it is a user's primary group" {
		t.Errorf("the primary group of a user is deleted: %+v", r)
	}
}

func TestDefaults(t *testing.T) {
	fedora := accounts.ParseDefaults([]byte("UMASK 077\nHOME_MODE 0700\nCREATE_HOME yes\nSYS_UID_MIN 201\n"), []byte("GROUP=100\nHOME=\"/srv\"\n"))
	if !fedora.CreateHome || fedora.HomeMode != 0o700 || fedora.SystemUsers.Min != 201 || fedora.Group != 100 || fedora.HomeBase != "/srv" {
		t.Errorf("read %+v", fedora)
	}
	none := accounts.ParseDefaults(nil, nil)
	if none.HomeMode != 0o755 || none.Users != (accounts.Range{Min: 1000, Max: 60000}) || none.SystemUsers.Max != 999 || none.Group != -1 {
		t.Errorf("without files: %+v", none)
	}
	if _, ok := none.With("UID_MIN=2000"); !ok {
		t.Error("-K UID_MIN is not taken")
	}
	if _, ok := none.With("NONSENSE=1"); ok {
		t.Error("-K NONSENSE is taken")
	}
}
