// Package accounts does to passwd and group what the programs that add, change and delete accounts do: shadow's useradd
// family, Debian's adduser and BusyBox's.
//
// What a reader would get wrong: the three choose ids in three ways. useradd goes above the highest id in use (below the
// lowest for system accounts), Debian's adduser takes the first that is free, BusyBox the first that is free both as a uid
// and as a gid. None of them can be foretold where not all ids in use are known; the account is then there, with an id that
// is not known.
package accounts
