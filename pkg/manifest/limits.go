package manifest

// Limits bound what hostile input can cost. A zero field means its default.
type Limits struct {
	// FileBytes is the most that is read of one file or of standard input (64 MiB).
	FileBytes int64
	// DocumentBytes is the most of one YAML document or JSON value (16 MiB). The API server takes 3 MiB for one object,
	// but a List is one document and its items are sent one by one.
	DocumentBytes int
	// Marks is the most line ends, commas and colons of one document (2,000,000): they bound how many values it can hold,
	// and so what decoding costs, which for dense text is a hundred times its size in memory.
	Marks int
	// Documents is the most of one file (100,000), Items the most of one List (100,000).
	Documents, Items int
	// Depth is how deep mappings and sequences may nest (500).
	Depth int
	// ExpandedNodes and ExpandedBytes bound a document after its aliases were replaced by what they name
	// (1,000,000 nodes, 32 MiB).
	ExpandedNodes, ExpandedBytes int
	// Files and Folders bound one walk (200,000 each), FolderDepth how deep it descends (64).
	Files, Folders, FolderDepth int
}

// withDefaults fills the fields that are 0.
func (l Limits) withDefaults() Limits {
	setDefault(&l.FileBytes, 64<<20)
	setDefault(&l.DocumentBytes, 16<<20)
	setDefault(&l.Marks, 2_000_000)
	setDefault(&l.Documents, 100_000)
	setDefault(&l.Items, 100_000)
	setDefault(&l.Depth, 500)
	setDefault(&l.ExpandedNodes, 1_000_000)
	setDefault(&l.ExpandedBytes, 32<<20)
	setDefault(&l.Files, 200_000)
	setDefault(&l.Folders, 200_000)
	setDefault(&l.FolderDepth, 64)
	return l
}

func setDefault[T int | int64](field *T, value T) {
	if *field == 0 {
		*field = value
	}
}
