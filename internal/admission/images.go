package admission

import (
	"github.com/hullcheck/hullcheck/pkg/check"
)

// Puller is on whose behalf an image is read: what only another namespace may see must not judge this one's Pods.
type Puller struct {
	Namespace string
	// ServiceAccount is the Pod's, "default" where it names none.
	ServiceAccount string
	// PullSecrets are the names of the Pod's own imagePullSecrets, in their order.
	PullSecrets []string
}

// ImageReader reads the images that Pods name. It is shared by all requests; caches, bounds and the guard against reaching
// inside the network are its own.
type ImageReader interface {
	// For gives the images as the node would get them for one Pod. Its Read must return soon after the context is done,
	// with the reason in Unread; so must the files of the images that it gives, with an error. They need not be guarded:
	// the webhook does that, once a request.
	For(who Puller) check.Images
}

// ImageCounter is an ImageReader that counts for /metrics.
type ImageCounter interface {
	Counts() ImageCounts
}

// ImageCounts are totals since the start, and beside them what is so at the moment: InFlight, Kept and KeptBytes.
type ImageCounts struct {
	// Reads are images that were asked of a registry, by what came of it: "success", or a class of failures. Its keys are a
	// fixed set of label values, each of which is there from the start, so that a rate can be taken of the first failure.
	Reads map[string]uint64
	// LayerReads are questions about an image's files that were put to its layers, by the same keys.
	LayerReads map[string]uint64
	// MemoryHits and DiskHits were answered from what was known.
	MemoryHits, DiskHits uint64
	// Refused were not asked for: a registry that is not allowed, or an address inside the network.
	Refused uint64
	// Bytes came from registries, and from where these keep their blobs.
	Bytes uint64
	// InFlight are images that are being read, or wait for it; Kept are images in memory, and KeptBytes about what they take.
	InFlight, Kept, KeptBytes int64
}
