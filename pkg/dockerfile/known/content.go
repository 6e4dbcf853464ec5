package known

import "slices"

// Accounts tells what a command may have done to passwd and group.
type Accounts int

// The levels. SystemAccounts is what package managers add: accounts below 1000 (Debian policy 9.2.2, SYS_UID_MAX of
// login.defs, and -S of BusyBox adduser); such a doubt concerns only the directories that packages install into.
const (
	NoAccount Accounts = iota
	SystemAccounts
	AnyAccount
)

// Doubt is one command that may have made files of which nothing is known.
type Doubt struct {
	// Because is the reason to give: "line 7: ./setup.sh may do anything".
	Because string
	// Accounts is what the command may have added to passwd and group; nothing else of theirs is touched.
	Accounts Accounts
	at       int
}

// Content is what is known of a regular file's bytes. Without More it is all of them.
type Content struct {
	Data []byte
	// More says why there may be more than Data. Of passwd and group Data are then whole lines that are certain.
	More []Doubt
	// Vague are accounts that are there but not known in full, by name, with the reason. Only passwd and group have any.
	Vague map[string]Vague
}

// Vague is an account that is certainly there, of which not all is known.
type Vague struct {
	ID      *int64 // uid of a user, gid of a group
	GID     *int64 // primary group of a user
	Home    string // of a user, "" where it is not known
	Because string
}

// Unreadable is the content of a file that exists and cannot be read.
func Unreadable(because string) Content {
	return Content{More: []Doubt{{Because: because, Accounts: AnyAccount}}}
}

// WithDoubts adds reasons; of equal ones, and of very many, some are left out.
func (c Content) WithDoubts(more ...Doubt) Content {
	all := slices.Clone(c.More)
	for _, d := range more {
		same := func(o Doubt) bool { return o.Because == d.Because && o.Accounts >= d.Accounts }
		if slices.ContainsFunc(all, same) {
			continue
		}
		if len(all) < maxDoubts {
			all = append(all, d)
			continue
		}
		last := &all[len(all)-1]
		last.Accounts = max(last.Accounts, d.Accounts)
	}
	c.More = all
	return c
}

// Complete tells whether every byte is known.
func (c Content) Complete() bool { return len(c.More) == 0 && len(c.Vague) == 0 }

// Because is the first reason why the content is not complete.
func (c Content) Because() string {
	if len(c.More) > 0 {
		return c.More[0].Because
	}
	for _, v := range c.Vague {
		return v.Because
	}
	return ""
}

func (c Content) equal(d Content) bool {
	return string(c.Data) == string(d.Data) && slices.Equal(c.More, d.More) && len(c.Vague) == 0 && len(d.Vague) == 0
}

// accountFile tells whether a path is one of the two files of which doubts are kept line by line.
func accountFile(path string) bool { return path == "/etc/passwd" || path == "/etc/group" }
