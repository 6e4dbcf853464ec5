package main

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
)

// program is the head of a static program for amd64, which is all that is read of one: images are small where ten thousand are
// pushed.
func program() (string, error) {
	header := elf.Header64{
		Ident: [elf.EI_NIDENT]byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)},
		Type:  uint16(elf.ET_EXEC), Machine: uint16(elf.EM_X86_64), Version: uint32(elf.EV_CURRENT),
		Entry: 0x400078, Phoff: 64, Ehsize: 64, Phentsize: 56, Phnum: 1, Shentsize: 64,
	}
	load := elf.Prog64{
		Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R | elf.PF_X), Vaddr: 0x400000, Paddr: 0x400000, Filesz: 120, Memsz: 120,
		Align: 0x1000,
	}
	var b bytes.Buffer
	for _, part := range []any{header, load} {
		if err := binary.Write(&b, binary.LittleEndian, part); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}
