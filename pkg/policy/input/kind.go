package input

// The kinds of input. A rule names its kind in METADATA as schema.KIND, and reads inputs of that kind only.
const (
	KindImage      = "image"
	KindContainer  = "container"
	KindObject     = "object"
	KindDockerfile = "dockerfile"
	KindInventory  = "inventory"
)
