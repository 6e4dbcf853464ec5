package identity

import (
	"debug/elf"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// machine is what a kernel loads without help.
type machine struct {
	is    elf.Machine
	class elf.Class
	data  elf.Data
}

// machines maps an OCI architecture to the programs of its kernels.
var machines = map[string]machine{
	"386":      {elf.EM_386, elf.ELFCLASS32, elf.ELFDATA2LSB},
	"amd64":    {elf.EM_X86_64, elf.ELFCLASS64, elf.ELFDATA2LSB},
	"arm":      {elf.EM_ARM, elf.ELFCLASS32, elf.ELFDATA2LSB},
	"arm64":    {elf.EM_AARCH64, elf.ELFCLASS64, elf.ELFDATA2LSB},
	"loong64":  {elf.EM_LOONGARCH, elf.ELFCLASS64, elf.ELFDATA2LSB},
	"mips":     {elf.EM_MIPS, elf.ELFCLASS32, elf.ELFDATA2MSB},
	"mips64":   {elf.EM_MIPS, elf.ELFCLASS64, elf.ELFDATA2MSB},
	"mips64le": {elf.EM_MIPS, elf.ELFCLASS64, elf.ELFDATA2LSB},
	"mipsle":   {elf.EM_MIPS, elf.ELFCLASS32, elf.ELFDATA2LSB},
	"ppc64":    {elf.EM_PPC64, elf.ELFCLASS64, elf.ELFDATA2MSB},
	"ppc64le":  {elf.EM_PPC64, elf.ELFCLASS64, elf.ELFDATA2LSB},
	"riscv64":  {elf.EM_RISCV, elf.ELFCLASS64, elf.ELFDATA2LSB},
	"s390x":    {elf.EM_S390, elf.ELFCLASS64, elf.ELFDATA2MSB},
}

// compatible are the machines that a kernel may load too, as it was built or as the processor allows.
var compatible = map[string][]elf.Machine{
	"amd64":    {elf.EM_386, elf.EM_X86_64},
	"arm64":    {elf.EM_ARM},
	"mips64":   {elf.EM_MIPS},
	"mips64le": {elf.EM_MIPS},
	"ppc64":    {elf.EM_PPC},
	"s390x":    {elf.EM_S390},
}

// machineHalt is elf_check_arch: nil where the platform's kernel loads the program. The kernel compares the machine only;
// with the other class or byte order the headers behind it do not fit.
func machineHalt(name string, p *rootfs.Program, platform image.Platform) *halt {
	m, ok := machines[platform.Architecture]
	is := elf.Machine(p.Machine)
	switch {
	case !ok:
		return unsure("no programs are known for architecture " + platform.Architecture)
	case is == m.is && !m.otherwise(p):
		return nil
	}
	for _, c := range compatible[platform.Architecture] {
		if is == c && elf.Class(p.Class) == elf.ELFCLASS32 {
			return unsure("whether the node's kernel runs 32-bit programs (" + is.String() + ") is not known")
		}
	}
	return execFailure(name, enoexec, ExecFormat)
}

// otherwise tells whether the file says that it has the other class or byte order.
func (m machine) otherwise(p *rootfs.Program) bool {
	const eitherClass, eitherData = elf.ELFCLASS32 + elf.ELFCLASS64, elf.ELFDATA2LSB + elf.ELFDATA2MSB
	return elf.Class(p.Class) == eitherClass-m.class || elf.Data(p.Data) == eitherData-m.data
}
