package unpacktest

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// line is all that is compared of an entry.
func line(e rootfs.Entry) string {
	size := e.Size
	if e.Type == rootfs.Directory {
		size = 0
	}
	return fmt.Sprintf("%s %04o %d:%d %d %q %x", e.Type, e.Mode, e.UID, e.GID, size, e.Link, e.Capability)
}

// stat is the same of a path; "" where a listed name is a whiteout.
func stat(t *testing.T, p string) string {
	t.Helper()
	var st syscall.Stat_t
	if err := syscall.Lstat(p, &st); errors.Is(err, syscall.ENOENT) {
		return ""
	} else if err != nil {
		t.Fatal(err)
	}
	e := rootfs.Entry{Mode: st.Mode & 0o7777, UID: int64(st.Uid), GID: int64(st.Gid)}
	switch st.Mode & syscall.S_IFMT {
	case syscall.S_IFDIR:
		e.Type = rootfs.Directory
	case syscall.S_IFREG:
		e.Type, e.Size, e.Capability = rootfs.Regular, st.Size, capability(t, p)
	case syscall.S_IFLNK:
		e.Type, e.Size = rootfs.Symlink, st.Size
		link, err := os.Readlink(p)
		if err != nil {
			t.Fatal(err)
		}
		e.Link = link
	case syscall.S_IFIFO:
		e.Type = rootfs.Fifo
	default:
		e.Type = rootfs.Device
	}
	return line(e)
}

func capability(t *testing.T, p string) []byte {
	t.Helper()
	value := make([]byte, 64)
	n, err := syscall.Getxattr(p, "security.capability", value)
	if errors.Is(err, syscall.ENODATA) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return value[:n]
}
