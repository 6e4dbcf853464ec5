package check

import "github.com/hullcheck/hullcheck/pkg/image/rootfs"

// Refusal is why containerd could not unpack the image, as far as its layers were read; identity asks for it.
func (g *guard) Refusal() *rootfs.UnpackError {
	if r, ok := g.files.(interface{ Refusal() *rootfs.UnpackError }); ok {
		return r.Refusal()
	}
	return nil
}
