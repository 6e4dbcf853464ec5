package rootfs

import "bytes"

// readScript reads a #! line as fs/binfmt_script.c does, from the first bytes of a file. Only blank and tab separate; a
// carriage return is part of the name. A line that does not end within the buffer is good if its interpreter does.
func readScript(head []byte) *Program {
	buffer := make([]byte, execHead) // the kernel's buffer is padded with NUL
	copy(buffer, head)
	p := &Program{Format: Script}
	line, ok := scriptLine(buffer)
	if !ok {
		p.Damaged = "the #! line is longer than the kernel reads (256 bytes)"
		return p
	}
	line = bytes.Trim(line, " \t")
	if len(line) == 0 {
		p.Damaged = "no interpreter after #!"
		return p
	}
	name, rest := line, []byte(nil)
	if i := bytes.IndexAny(line, " \t\x00"); i >= 0 {
		name, rest = line[:i], line[i:]
	}
	p.Interpreter = string(name)
	if len(rest) > 0 && rest[0] != 0 {
		p.Argument = untilNUL(bytes.TrimLeft(rest, " \t"))
	}
	return p
}

// scriptLine is what follows "#!" up to the line's end. Without one the buffer's last byte is not used, and a name that
// reaches it is taken for cut off.
func scriptLine(buffer []byte) ([]byte, bool) {
	if end := bytes.IndexByte(buffer, '\n'); end >= 0 {
		return buffer[2:end], true
	}
	name := bytes.TrimLeft(buffer[2:], " \t")
	if !bytes.ContainsAny(name, " \t\x00") {
		return nil, false
	}
	return buffer[2 : len(buffer)-1], true
}

func untilNUL(b []byte) string {
	if i := bytes.IndexByte(b, 0); i >= 0 {
		b = b[:i]
	}
	return string(b)
}
