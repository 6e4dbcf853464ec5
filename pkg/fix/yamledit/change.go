package yamledit

// Op is what a change does.
type Op int

// The operations. Set writes a value, creating the mappings above it that are missing; it replaces scalars, nulls and
// empty collections, never what holds anything. Append adds an element to a list, which is created where it is missing,
// unless an equal one is there. Remove takes an entry or an element away. Rename gives a key another name.
const (
	Set Op = iota
	Append
	Remove
	Rename
)

// Change is one wanted change of a document.
type Change struct {
	Op Op
	// Path is a JSON pointer in the document: of the value for Set, of the list for Append, of what goes for Remove and
	// Rename. All pointers are those of the document before any change; removals are made last.
	Path string
	// Value is what Set and Append write: string, bool, int64, Map, or []any of these.
	Value any
	// Name is the new name, for Rename.
	Name string
	// Before names keys of the same mapping: a new entry is written before the first of them that is there, else last.
	Before []string
	// Uncommented: Remove refuses what holds comments.
	Uncommented bool
	// Group binds changes together: where one is refused, so are those of the same group. 0 is none.
	Group int
}

// Map is a mapping whose entries are written in their order.
type Map []Entry

// Entry is one entry of a Map.
type Entry struct {
	Key   string
	Value any
}

// Edit replaces the bytes from Start to End of a text by Text.
type Edit struct {
	Start, End int
	Text       string
}

// Refused is a change that is not made, and why.
type Refused struct {
	Change Change
	Reason string
}

// refusal is the reason why a change cannot be made.
type refusal string

func (r refusal) Error() string { return string(r) }
