package kustomize

// The bounds of one build. They are far above what people write, and keep a hostile tree from costing more than a large
// honest one.
const (
	maxFileBytes  = 16 << 20
	maxTotalBytes = 128 << 20
	// maxVisits counts every time that the build enters a kustomization: overlays that each use a base twice double it.
	maxVisits = 2_000
	maxDepth  = 64
)
