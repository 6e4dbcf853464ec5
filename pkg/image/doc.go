// Package image reads container images from anywhere: a registry, an OCI layout, an archive, a docker daemon. It gives one
// Image for each platform: its config, and its files on demand.
//
// What a reader would get wrong:
//
//   - An index also holds what is no image. BuildKit keeps attestations beside the images, one form of them with a config that
//     looks like an image's and has an empty USER; who walks an index naively reports root for them.
//   - A child of an index may leave out its platform. It is then read from the child's own config, not assumed to be linux/amd64.
//   - Nothing is believed that can be checked: manifests, configs and layers are compared with the digests that name them.
//   - Layers are not read when an image is opened. They are read from the top as far as a question needs (see package rootfs).
//   - Tags move: they are resolved anew in each run. Within a run each thing is fetched once.
package image
