package rootfs

// FileType is the type of a file-system object.
type FileType string

// The file types.
const (
	Regular   FileType = "file"
	Directory FileType = "dir"
	Symlink   FileType = "symlink"
	Device    FileType = "device" // block or character device
	Fifo      FileType = "fifo"
)

// Entry is one object of the merged root file system, as lstat would show it.
type Entry struct {
	Path string // absolute and clean
	Type FileType
	// Mode holds the permission bits with setuid (04000), setgid (02000) and sticky (01000), as in chmod.
	Mode     uint32
	UID, GID int64
	Link     string // target of a symlink as written
	Size     int64
	// Capability is the raw security.capability extended attribute (struct vfs_cap_data), nil where there is none.
	Capability []byte
	// Program says what a kernel would make of a regular file; nil for others, and where the content is not known.
	Program *Program
}

// ProgramFormat is how the kernel would load a file.
type ProgramFormat string

// The formats that are told apart: binfmt_elf, binfmt_script, and what neither takes.
const (
	ELF    ProgramFormat = "elf"
	Script ProgramFormat = "script" // begins with #!
	Empty  ProgramFormat = "empty"  // no byte at all
	Other  ProgramFormat = "other"  // ENOEXEC
)

// Program is what execve reads of a file's head.
type Program struct {
	Format ProgramFormat
	// Interpreter is the #! interpreter, or the ELF program interpreter (PT_INTERP); "" where there is none (a static ELF).
	Interpreter string
	// Argument is what follows the #! interpreter, one string, trimmed.
	Argument string
	// Machine and Class are the ELF header's e_machine and EI_CLASS (1: 32 bit, 2: 64 bit).
	Machine uint16
	Class   uint8
	// Data is EI_DATA (1: little endian, 2: big endian).
	Data uint8
	// Damaged says why the kernel would refuse the headers; "" where it would not.
	Damaged string
	// Unknown says what of the headers could not be read; "" where all could. Interpreter may then be missing.
	Unknown string
}

// Answer is what is known about one path: an entry, its absence (Entry nil and Unknown ""), or why nothing is known.
type Answer struct {
	Entry   *Entry
	Unknown string
}

// Content is what is known about a regular file's bytes: Data, or why they cannot be had. Unknown means that the bytes
// exist and could not be got (a layer past the read limit, an opaque RUN).
//
// Only a prediction gives both, and only of passwd and group: Data then holds the lines that are certain to be in the
// file, each the first of its name and id, and Unknown says why there may be others. So what is found in Data holds, and
// what is not found there is unknown.
type Content struct {
	Data    []byte
	Unknown string
}
