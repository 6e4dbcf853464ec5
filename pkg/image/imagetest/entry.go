package imagetest

import (
	"archive/tar"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// Entry is one tar entry of a layer. At most one of Content, From, Size, Link, Hardlink, Dir, Fifo and Device is given;
// with none of them it is an empty regular file.
type Entry struct {
	// Path is written as it stands; a directory gets the trailing slash that tar programs write.
	Path string `json:"path"`
	// Mode is octal text, chmod's bits; "" is 0755 for a directory and 0644 for anything else. A hard link's mode is
	// applied to the shared inode by those who unpack it, so tests that care write it out.
	Mode string `json:"mode,omitempty"`
	UID  int    `json:"uid,omitempty"`
	GID  int    `json:"gid,omitempty"`

	Content string `json:"content,omitempty"`
	// From names a content that is handed to the builder, such as the bytes of a program.
	From string `json:"from,omitempty"`
	// Size is the length of a file of NUL bytes.
	Size int64 `json:"size,omitempty"`
	// Link is the target of a symbolic link, Hardlink the path of an earlier entry.
	Link     string `json:"link,omitempty"`
	Hardlink string `json:"hardlink,omitempty"`
	Dir      bool   `json:"dir,omitempty"`
	Fifo     bool   `json:"fifo,omitempty"`
	// Device makes a character device 1:3 (/dev/null).
	Device bool `json:"device,omitempty"`

	// Xattr maps names to values in hex; they become PAX records SCHILY.xattr.NAME.
	Xattr map[string]string `json:"xattr,omitempty"`
}

// Contents are the bytes that Entry.From names.
type Contents map[string][]byte

func (e Entry) header() (*tar.Header, error) {
	h := &tar.Header{
		Name: e.Path, Uid: e.UID, Gid: e.GID, Typeflag: tar.TypeReg,
		Size: e.Size, Format: tar.FormatPAX,
	}
	if e.Content != "" {
		h.Size = int64(len(e.Content))
	}
	e.setType(h)
	var err error
	if h.Mode, err = e.mode(); err != nil {
		return nil, err
	}
	for name, value := range e.Xattr {
		raw, err := hex.DecodeString(value)
		if err != nil {
			return nil, fmt.Errorf("entry %q: decode xattr %s: %w", e.Path, name, err)
		}
		if h.PAXRecords == nil {
			h.PAXRecords = map[string]string{}
		}
		h.PAXRecords["SCHILY.xattr."+name] = string(raw)
	}
	return h, nil
}

func (e Entry) setType(h *tar.Header) {
	switch {
	case e.Dir:
		h.Typeflag = tar.TypeDir
		if !strings.HasSuffix(h.Name, "/") {
			h.Name += "/"
		}
	case e.Link != "":
		h.Typeflag, h.Linkname = tar.TypeSymlink, e.Link
	case e.Hardlink != "":
		h.Typeflag, h.Linkname = tar.TypeLink, e.Hardlink
	case e.Fifo:
		h.Typeflag = tar.TypeFifo
	case e.Device:
		h.Typeflag, h.Devmajor, h.Devminor = tar.TypeChar, 1, 3
	}
}

func (e Entry) mode() (int64, error) {
	switch {
	case e.Mode != "":
		m, err := strconv.ParseInt(e.Mode, 8, 32)
		if err != nil {
			return 0, fmt.Errorf("entry %q: parse mode: %w", e.Path, err)
		}
		return m, nil
	case e.Dir:
		return 0o755, nil
	case e.Link != "":
		return 0o777, nil
	default:
		return 0o644, nil
	}
}
