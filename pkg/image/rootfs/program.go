package rootfs

import (
	"bytes"
	"io"
)

// execHead is BINPRM_BUF_SIZE of include/uapi/linux/binfmts.h: what execve reads of a file before it asks the formats.
const execHead = 256

// ReadProgram says what execve makes of a regular file of the given size whose content starts at r. It reads no more of r
// than that takes. An error is r's own; what is wrong with the file stands in Program.
func ReadProgram(r io.Reader, size int64) (*Program, error) {
	if size == 0 {
		return &Program{Format: Empty}, nil
	}
	head := make([]byte, min(size, execHead))
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("#!")):
		return readScript(head), nil
	case bytes.HasPrefix(head, []byte("\x7fELF")):
		return readELF(&window{source: r, held: head, size: size})
	}
	return &Program{Format: Other}, nil
}
