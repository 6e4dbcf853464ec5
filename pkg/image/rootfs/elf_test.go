package rootfs_test

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// elf64 is an executable with one program header and its segment, at the offsets given.
type elf64 struct {
	kind            elf.Type
	machine         elf.Machine
	headers, name   int
	headerSize      uint16
	count           uint16
	kindOfSegment   elf.ProgType
	interpreter     string
	interpreterSize uint64 // 0: len(interpreter)
	big             bool
}

func (e elf64) bytes() string {
	var order binary.AppendByteOrder = binary.LittleEndian
	data := byte(elf.ELFDATA2LSB)
	if e.big {
		order, data = binary.BigEndian, byte(elf.ELFDATA2MSB)
	}
	if e.interpreterSize == 0 {
		e.interpreterSize = uint64(len(e.interpreter))
	}
	head := append([]byte("\x7fELF"), byte(elf.ELFCLASS64), data, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	head = order.AppendUint16(head, uint16(e.kind))
	head = order.AppendUint16(head, uint16(e.machine))
	head = order.AppendUint32(head, 1)
	head = order.AppendUint64(head, 0) // entry
	head = order.AppendUint64(head, uint64(e.headers))
	head = order.AppendUint64(head, 0) // section headers
	head = order.AppendUint32(head, 0)
	for _, v := range []uint16{64, e.headerSize, e.count, 0, 0, 0} {
		head = order.AppendUint16(head, v)
	}
	segment := order.AppendUint32(nil, uint32(e.kindOfSegment))
	segment = order.AppendUint32(segment, 4)
	for _, v := range []uint64{uint64(e.name), 0, 0, e.interpreterSize, e.interpreterSize, 1} {
		segment = order.AppendUint64(segment, v)
	}
	file := make([]byte, max(e.headers+len(segment), e.name+len(e.interpreter), len(head)))
	copy(file, head)
	copy(file[e.headers:], segment)
	copy(file[e.name:], e.interpreter)
	return string(file)
}

func TestELF(t *testing.T) {
	const loader = "/lib64/ld-linux-x86-64.so.2"
	good := elf64{
		kind: elf.ET_DYN, machine: elf.EM_X86_64, headers: 64, name: 120, headerSize: 56, count: 1,
		kindOfSegment: elf.PT_INTERP, interpreter: loader + "\x00",
	}
	want := rootfs.Program{
		Format: rootfs.ELF, Class: 2, Data: 1, Machine: uint16(elf.EM_X86_64), Interpreter: loader,
	}
	tests := map[string]struct {
		change func(*elf64, *rootfs.Program)
	}{
		"dynamic": {func(*elf64, *rootfs.Program) {}},
		"static": {func(e *elf64, p *rootfs.Program) {
			e.kindOfSegment, p.Interpreter = elf.PT_LOAD, ""
		}},
		"big endian": {func(e *elf64, p *rootfs.Program) {
			e.machine, e.big = elf.EM_S390, true
			p.Machine, p.Data = uint16(elf.EM_S390), 2
		}},
		"headers past the first megabyte": {func(e *elf64, _ *rootfs.Program) { e.headers, e.name = 2<<20, 3<<20 }},
		"headers at the end, name before them": {func(e *elf64, p *rootfs.Program) {
			e.headers, e.name, p.Interpreter = 3<<20, 2<<20, ""
			p.Unknown = "the ELF interpreter's name: before what was read already, and a layer is read once"
		}},
		"headers at the end, name in the first bytes": {func(e *elf64, _ *rootfs.Program) { e.headers = 3 << 20 }},
		"object file": {func(e *elf64, p *rootfs.Program) {
			e.kind, p.Interpreter = elf.ET_REL, ""
			p.Damaged = "ELF type 1 is neither an executable nor a shared object"
		}},
		"core dump": {func(e *elf64, p *rootfs.Program) {
			e.kind, p.Interpreter = elf.ET_CORE, ""
			p.Damaged = "ELF type 4 is neither an executable nor a shared object"
		}},
		"no headers": {func(e *elf64, p *rootfs.Program) {
			e.count, p.Interpreter, p.Damaged = 0, "", "no ELF program headers of the right size"
		}},
		"wrong header size": {func(e *elf64, p *rootfs.Program) {
			e.headerSize, p.Interpreter, p.Damaged = 32, "", "no ELF program headers of the right size"
		}},
		"too many headers": {func(e *elf64, p *rootfs.Program) {
			e.count, p.Interpreter, p.Damaged = 2000, "", "no ELF program headers of the right size"
		}},
		"headers past the end": {func(e *elf64, p *rootfs.Program) {
			e.count, p.Interpreter, p.Damaged = 900, "", "the ELF program headers: past the end of the file"
		}},
		"name without NUL": {func(e *elf64, p *rootfs.Program) {
			e.interpreter, p.Interpreter = loader, ""
			p.Damaged = "the ELF interpreter's name does not end with NUL"
		}},
		"name of one byte": {func(e *elf64, p *rootfs.Program) {
			e.interpreter, p.Interpreter = "\x00", ""
			p.Damaged = "the ELF interpreter's name has an impossible length"
		}},
		"name past the end": {func(e *elf64, p *rootfs.Program) {
			e.interpreterSize, p.Interpreter = 4000, ""
			p.Damaged = "the ELF interpreter's name: past the end of the file"
		}},
		"name longer than a path": {func(e *elf64, p *rootfs.Program) {
			e.interpreterSize, p.Interpreter = 1<<63, ""
			p.Damaged = "the ELF interpreter's name has an impossible length"
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			e, p := good, want
			tt.change(&e, &p)
			if diff := cmp.Diff(p, program(t, e.bytes())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestELFHeadAlone(t *testing.T) {
	got := program(t, "\x7fELF")
	want := rootfs.Program{Format: rootfs.ELF, Damaged: "ELF type 0 is neither an executable nor a shared object"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The test binary itself is a real one; debug/elf is asked the same questions.
func TestELFOfThisProgram(t *testing.T) {
	name, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	file, err := elf.NewFile(bytes.NewReader(content))
	if err != nil {
		t.Skipf("not an ELF platform: %v", err)
	}
	want := rootfs.Program{
		Format: rootfs.ELF, Class: uint8(file.Class), Data: uint8(file.Data), Machine: uint16(file.Machine),
	}
	for _, p := range file.Progs {
		if p.Type == elf.PT_INTERP {
			name := make([]byte, p.Filesz-1)
			if _, err := p.ReadAt(name, 0); err != nil {
				t.Fatal(err)
			}
			want.Interpreter = string(name)
		}
	}
	if diff := cmp.Diff(want, program(t, string(content))); diff != "" {
		t.Error(diff)
	}
}
