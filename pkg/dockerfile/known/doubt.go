package known

import (
	"strings"
)

// Doubt notes that something ran of which is not known what it made.
func (t *Tree) Doubt(d Doubt) {
	t.clock++
	d.at = t.clock
	t.clock++
	kept := make([]Doubt, 0, len(t.doubts)+1)
	for _, old := range t.doubts {
		if old.Because != d.Because || old.Accounts > d.Accounts {
			kept = append(kept, old) // of two doubts for one reason the later one covers the earlier
		}
	}
	kept = append(kept, d)
	if len(kept) > maxDoubts {
		kept[1].Accounts = max(kept[0].Accounts, kept[1].Accounts)
		kept = kept[1:]
	}
	t.doubts = kept
}

// maxDoubts is how many doubts are kept; beyond, the oldest two are taken for one.
const maxDoubts = 64

// doubtsOn are the doubts since a time that may concern a path.
func (t *Tree) doubtsOn(path string, since int) []Doubt {
	i := len(t.doubts)
	for i > 0 && t.doubts[i-1].at > since {
		i--
	}
	account, packaged := accountFile(path), packagesOwn(path)
	var out []Doubt
	for _, d := range t.doubts[i:] {
		if account && d.Accounts == NoAccount || !packaged && d.Accounts == SystemAccounts {
			continue
		}
		out = append(out, d)
	}
	return out
}

// packagesOwn tells whether a package may install something at a path: the directories of the Filesystem Hierarchy
// Standard but /home, to which distributions hold their packages (Debian policy 9.1).
func packagesOwn(path string) bool {
	top, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch top {
	case "bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "libx32", "media", "mnt", "nix", "opt", "root", "run", "sbin",
		"srv", "tmp", "usr", "var":
		return true
	}
	return false
}
