package run

import (
	"strconv"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/accounts"
	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// accountCommands are the programs that change passwd and group.
func accountCommands() map[string]command {
	return map[string]command{
		"useradd": useradd, "groupadd": groupadd, "usermod": usermod, "groupmod": groupmod,
		"userdel": userdel, "groupdel": groupdel, "adduser": adduser, "addgroup": addgroup,
		"deluser": deluser, "delgroup": delgroup, "gpasswd": gpasswd, "chsh": chsh,
	}
}

// database reads passwd and group as they are now.
func (x *machine) database(st *state, c *call) *accounts.DB {
	read := func(p string) known.Content {
		at := st.tree.Resolve(x.s, p, true)
		if content, ok := st.tree.Content(x.s, at.Path); ok {
			return content
		}
		if at.Answer.Unknown != "" {
			return known.Unreadable(at.Answer.Unknown)
		}
		return known.Content{}
	}
	return &accounts.DB{
		Users: accounts.Parse(read("/etc/passwd")), Groups: accounts.Parse(read("/etc/group")),
		Because: x.because(c.name()),
	}
}

// store writes passwd and group.
func (x *machine) store(st *state, d *accounts.DB) {
	put := func(p string, content known.Content) {
		at := st.tree.Resolve(x.s, p, true)
		if at.Answer.Entry == nil {
			st.tree.Put(x.s, rootfs.Entry{Path: at.Path, Type: rootfs.Regular, Mode: 0o644}, &content)
			if p == "/etc/passwd" && at.Answer.Unknown == "" { // shadow's programs give it to the group of /etc/shadow, on some systems
				st.tree.Blur(x.s, at.Path, x.because("it is made anew, and its group is not known"))
			}
			return
		}
		st.tree.SetContent(x.s, at.Path, content)
	}
	put("/etc/passwd", d.Users.Content())
	put("/etc/group", d.Groups.Content())
}

// edit runs a change of the accounts. change works on a copy; it tells how the program ends, and then makes what else
// it makes (a home directory).
func (x *machine) edit(st *state, c *call, change func(d *accounts.DB) accounts.Result, then func(st *state)) outcome {
	if missing := x.missing(st, c); missing {
		return x.fails(st, c.name()+" is not there")
	}
	if x.step.UID.Unknown == "" && x.step.UID.UID != 0 {
		return x.fails(st, c.name()+" needs root")
	}
	before, present := st.fork(), x.present(st, c)
	d := x.database(st, c)
	r := change(d)
	if r.Fails != "" {
		return x.fails(before, c.name()+": "+r.Fails)
	}
	x.store(st, d)
	x.traces(st, c.name()+" writes it")
	if then != nil {
		then(st)
	}
	if r.Unsure == "" && x.step.UID.Unknown == "" && present {
		return succeed(st)
	}
	return outcome{ok: st, fail: before}
}

// traces are the other files that these programs leave behind; of what is in them nothing is known, and nobody asks.
func (x *machine) traces(st *state, what string) {
	for _, p := range []string{
		"/etc/passwd-", "/etc/group-", "/etc/shadow-", "/etc/gshadow-", "/etc/subuid", "/etc/subgid", "/etc/subuid-",
		"/etc/subgid-", "/etc/.pwd.lock", "/var/log/lastlog", "/var/log/faillog", "/var/mail", "/var/spool/mail", "/run/adduser",
	} {
		st.tree.Blur(x.s, p, x.because(what))
	}
}

// fails is a failure that is certain.
func (x *machine) fails(st *state, why string) outcome {
	if x.failure == "" {
		x.failure = why
	}
	return fail(st)
}

// uncertain is the outcome of a program of which not even the arguments are known.
func (x *machine) uncertain(st *state, c *call) outcome {
	return x.opaque(st, *c, c.String()+" cannot be followed")
}

// number reads an id; ok is false where the option is there and is no number.
func number(v *string) (id *int64, ok bool) {
	if v == nil {
		return nil, true
	}
	n, err := strconv.ParseInt(*v, 10, 64)
	if err != nil || n < 0 {
		return nil, false
	}
	return &n, true
}

// defaults reads the settings of shadow's programs.
func (x *machine) defaults(st *state) accounts.Defaults {
	var unknown string
	read := func(p string) []byte {
		at := st.tree.Resolve(x.s, p, true)
		if at.Answer.Unknown != "" {
			unknown = at.Answer.Unknown
			return nil
		}
		content, ok := st.tree.Content(x.s, at.Path)
		if ok && !content.Complete() {
			unknown = content.Because()
		}
		return content.Data
	}
	login, user := read("/etc/login.defs"), read("/etc/default/useradd")
	d := accounts.ParseDefaults(login, user)
	if unknown != "" {
		d.Unknown = "the settings of " + "useradd are not known: " + unknown
		d.UserGroups = true // of every distribution but openSUSE
	}
	return d
}
