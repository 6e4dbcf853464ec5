package rootfs

import (
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
)

// What load_elf_phdrs and load_elf_binary of fs/binfmt_elf.c accept.
const (
	maxProgramHeaders = 64 << 10 // bytes of the whole table
	maxInterpreter    = 4096     // PATH_MAX, its NUL included
)

// readELF reads the headers that execve reads, and judges them as it does: not more strictly, so that a file which
// debug/elf refuses (no section headers, odd class byte) is judged as the kernel would.
func readELF(w *window) (*Program, error) {
	head := make([]byte, execHead)
	copy(head, w.held)
	p := &Program{Format: ELF, Class: head[elf.EI_CLASS], Data: head[elf.EI_DATA]}
	layout := layoutOf(p)
	p.Machine = layout.order.Uint16(head[18:])
	if kind := elf.Type(layout.order.Uint16(head[16:])); kind != elf.ET_EXEC && kind != elf.ET_DYN {
		p.Damaged = fmt.Sprintf("ELF type %d is neither an executable nor a shared object", uint16(kind))
		return p, nil
	}
	size, count := layout.tableSize(head)
	if size != layout.headerSize || count == 0 || size*count > maxProgramHeaders {
		p.Damaged = "no ELF program headers of the right size"
		return p, nil
	}
	table, err := w.at(layout.tableOffset(head), size*count)
	if err != nil {
		return p, p.note(err, "the ELF program headers")
	}
	for ; len(table) > 0; table = table[size:] {
		if elf.ProgType(layout.order.Uint32(table)) == elf.PT_INTERP {
			return p, p.readInterpreter(w, layout, table)
		}
	}
	return p, nil
}

// readInterpreter reads the first PT_INTERP; the kernel looks at no other.
func (p *Program) readInterpreter(w *window, l elfLayout, header []byte) error {
	offset, size := l.segment(header)
	if size < 2 || size > maxInterpreter {
		p.Damaged = "the ELF interpreter's name has an impossible length"
		return nil
	}
	name, err := w.at(offset, size)
	if err != nil {
		return p.note(err, "the ELF interpreter's name")
	}
	if name[size-1] != 0 {
		p.Damaged = "the ELF interpreter's name does not end with NUL"
		return nil
	}
	p.Interpreter = untilNUL(name)
	return nil
}

// note turns the two failures that are facts about the file into such, and passes on those of the stream.
func (p *Program) note(err error, what string) error {
	switch {
	case errors.Is(err, errPastEnd):
		p.Damaged = what + ": past the end of the file"
	case errors.Is(err, errPassed):
		p.Unknown = what + ": before what was read already, and a layer is read once"
	default:
		return err
	}
	return nil
}

// elfLayout is where the fields stand in one of the two classes.
type elfLayout struct {
	order      binary.ByteOrder
	wide       bool
	headerSize int64
}

func layoutOf(p *Program) elfLayout {
	l := elfLayout{order: binary.LittleEndian, wide: true, headerSize: 56}
	if elf.Data(p.Data) == elf.ELFDATA2MSB {
		l.order = binary.BigEndian
	}
	if elf.Class(p.Class) == elf.ELFCLASS32 {
		l.wide, l.headerSize = false, 32
	}
	return l
}

func (l elfLayout) tableOffset(head []byte) int64 {
	if l.wide {
		return int64(l.order.Uint64(head[32:]))
	}
	return int64(l.order.Uint32(head[28:]))
}

func (l elfLayout) tableSize(head []byte) (size, count int64) {
	at := 42
	if l.wide {
		at = 54
	}
	return int64(l.order.Uint16(head[at:])), int64(l.order.Uint16(head[at+2:]))
}

// segment is p_offset and p_filesz of a program header.
func (l elfLayout) segment(header []byte) (offset, size int64) {
	if l.wide {
		return int64(l.order.Uint64(header[8:])), int64(l.order.Uint64(header[32:]))
	}
	return int64(l.order.Uint32(header[4:])), int64(l.order.Uint32(header[16:]))
}
