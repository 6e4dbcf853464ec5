package accounts

import (
	"strconv"
)

// DB is passwd and group together. A method that changes it is called on a Clone where it may turn out to fail.
type DB struct {
	Users, Groups *Table
	// Because begins the reason for what is not known of an account that is added: "line 3: useradd".
	Because string
}

// Result is how a program ends. The zero Result is success.
type Result struct {
	// Fails is why it certainly fails.
	Fails string
	// Unsure is why it may fail.
	Unsure string
}

// Clone is a copy to try something on.
func (d *DB) Clone() *DB {
	return &DB{Users: d.Users.clone(), Groups: d.Groups.clone(), Because: d.Because}
}

// ID is a number that may not be known.
type ID struct {
	Value   int64
	Unknown string
}

func (i ID) pointer() *int64 {
	if i.Unknown != "" {
		return nil
	}
	return &i.Value
}

// User tells whether there is a user of a name, and its ids; their Unknown says why one is not known.
func (d *DB) User(name string) (uid, gid ID, exists Tri) {
	l, exists := d.Users.find(name)
	if l != nil {
		g, err := strconv.ParseInt(l.fields[3], 10, 64)
		if err != nil {
			return ID{Value: l.id}, ID{Unknown: "its group in passwd is no number"}, Yes
		}
		return ID{Value: l.id}, ID{Value: g}, Yes
	}
	uid, gid = ID{Unknown: d.Users.why()}, ID{Unknown: d.Users.why()}
	if v, ok := d.Users.vague[name]; ok {
		uid, gid = vagueID(v.ID, v.Because), vagueID(v.GID, v.Because)
	}
	return uid, gid, exists
}

func vagueID(id *int64, because string) ID {
	if id == nil {
		return ID{Unknown: because}
	}
	return ID{Value: *id}
}

// Home is the home directory of a user; ok is false where it is not known.
func (d *DB) Home(name string) (home string, ok bool) {
	l, _ := d.Users.find(name)
	if l == nil {
		home = d.Users.vague[name].Home
		return home, home != ""
	}
	if len(l.fields) < 6 {
		return "", false
	}
	return l.fields[5], true
}

// UserOf is the name of the first user of a uid.
func (d *DB) UserOf(uid int64) (name string, exists Tri) {
	l, exists := d.Users.findID(uid)
	if l == nil {
		return "", exists
	}
	return l.fields[0], exists
}

// Group tells whether there is a group of a name, and its gid.
func (d *DB) Group(name string) (gid ID, exists Tri) {
	l, exists := d.Groups.find(name)
	if l != nil {
		return ID{Value: l.id}, Yes
	}
	if v, ok := d.Groups.vague[name]; ok {
		return vagueID(v.ID, v.Because), Yes
	}
	return ID{Unknown: d.Groups.why()}, exists
}

// groupArg resolves what a -g or -G option names: shadow's getgr_nam_gid takes a number for a gid.
func (d *DB) groupArg(arg string) (gid ID, name string, exists Tri) {
	if n, err := strconv.ParseInt(arg, 10, 64); err == nil && n >= 0 {
		l, exists := d.Groups.findID(n)
		if l != nil {
			name = l.fields[0]
		}
		return ID{Value: n}, name, exists
	}
	gid, exists = d.Group(arg)
	return gid, arg, exists
}

// GroupID tells whether there is a group of a gid.
func (d *DB) GroupID(gid int64) Tri {
	_, e := d.Groups.findID(gid)
	return e
}
