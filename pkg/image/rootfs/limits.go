package rootfs

// Limits caps what one layer may cost. A zero field means the default of DefaultLimits.
type Limits struct {
	Compressed   int64 // bytes read from the source; past it the layer's content is unknown, not wrong
	Decompressed int64 // bytes of the tar stream
	Entries      int
	PathLength   int   // bytes of a name or link target
	Names        int64 // bytes of all names, link targets and interpreters of a layer
	Body         int64 // bytes of a kept file
	Bodies       int64 // bytes of all kept files of a layer
}

// DefaultLimits are far above what real layers need and far below what hurts: a bomb stops at 16 GiB of zeros or at a
// million entries. PATH_MAX (4096) is the kernel's; 10 MiB is what containerd reads of passwd and group at most.
func DefaultLimits() Limits {
	return Limits{
		Compressed:   2 << 30,
		Decompressed: 16 << 30,
		Entries:      1_000_000,
		PathLength:   4096,
		Names:        128 << 20,
		Body:         10 << 20,
		Bodies:       32 << 20,
	}
}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	l.Compressed = orDefault(l.Compressed, d.Compressed)
	l.Decompressed = orDefault(l.Decompressed, d.Decompressed)
	l.Entries = orDefault(l.Entries, d.Entries)
	l.PathLength = orDefault(l.PathLength, d.PathLength)
	l.Names = orDefault(l.Names, d.Names)
	l.Body = orDefault(l.Body, d.Body)
	l.Bodies = orDefault(l.Bodies, d.Bodies)
	return l
}

func orDefault[T int | int64](v, otherwise T) T {
	if v <= 0 {
		return otherwise
	}
	return v
}
