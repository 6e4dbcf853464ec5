package main

import (
	"context"
	"fmt"
	"os"
	"path"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// The user that the image runs as: a number, so that the kubelet can tell that it is not root, with a passwd entry, so that
// programs find its name and home.
const (
	user   = "65532:65532"
	passwd = "root:x:0:0:root:/root:/sbin/nologin\nhullcheck:x:65532:65532:hullcheck:/home/hullcheck:/sbin/nologin\n"
	group  = "root:x:0:\nhullcheck:x:65532:\n"
)

// build compiles the program for every platform and writes the layout.
func (o options) build(ctx context.Context, created time.Time) error {
	pem, err := o.certificates()
	if err != nil {
		return err
	}
	var images []v1.Image
	for _, platform := range o.platforms {
		p := o.program
		p.Arch = path.Base(platform)
		p.LDFlags = "-X github.com/hullcheck/hullcheck/internal/cli.version=" + o.version
		program, err := p.Compile(ctx)
		if err != nil {
			return err
		}
		img, err := o.image(platform, pem, program, created)
		if err != nil {
			return fmt.Errorf("make image for %s: %w", platform, err)
		}
		images = append(images, img)
	}
	idx, err := imagetest.Index(images...)
	if err != nil {
		return fmt.Errorf("make index: %w", err)
	}
	if err := os.RemoveAll(o.out); err != nil {
		return fmt.Errorf("remove old layout: %w", err)
	}
	if err := imagetest.WriteLayout(o.out, imagetest.Tagged{Tag: o.version, Index: idx}); err != nil {
		return err
	}
	digest, err := idx.Digest()
	if err != nil {
		return fmt.Errorf("digest index: %w", err)
	}
	fmt.Fprintf(os.Stderr, "%s: %s\n", o.out, digest)
	return nil
}

// image is one platform: accounts and certificates in a layer that seldom changes, the program in one that always does.
func (o options) image(platform, pem string, program []byte, created time.Time) (v1.Image, error) {
	etc := []imagetest.Entry{
		{Path: "etc", Dir: true},
		{Path: "etc/passwd", Content: passwd},
		{Path: "etc/group", Content: group},
		{Path: "home", Dir: true},
		{Path: "home/hullcheck", Dir: true, Mode: "0700", UID: 65532, GID: 65532},
		{Path: "tmp", Dir: true, Mode: "1777"},
	}
	if pem != "" {
		etc = append(etc, imagetest.Entry{Path: "etc/ssl", Dir: true}, imagetest.Entry{Path: "etc/ssl/certs", Dir: true},
			imagetest.Entry{Path: systemCAs[1:], Content: pem})
	}
	spec := imagetest.Spec{
		User: user, Entrypoint: []string{"/hullcheck"}, Workdir: "/", Env: []string{"PATH=/"},
		Platform: platform, Labels: o.labels(created),
		Layers:  [][]imagetest.Entry{etc, {{Path: "hullcheck", From: "hullcheck", Mode: "0755"}}},
		History: []string{"passwd, group and certificates", "hullcheck", "USER " + user, `ENTRYPOINT ["/hullcheck"]`},
	}
	img, err := spec.Image(imagetest.Contents{"hullcheck": program})
	if err != nil {
		return nil, err
	}
	return mutate.CreatedAt(img, v1.Time{Time: created})
}

// labels are the annotations of the OCI image specification, as labels.
func (o options) labels(created time.Time) map[string]string {
	const prefix = "org.opencontainers.image."
	labels := map[string]string{
		prefix + "title":       "hullcheck",
		prefix + "description": "Checks images, Dockerfiles and Kubernetes manifests: as whom will it run, with what power, will it start?",
		prefix + "source":      "https://github.com/hullcheck/hullcheck",
		prefix + "licenses":    "Apache-2.0",
		prefix + "version":     o.version,
		prefix + "created":     created.Format(time.RFC3339),
	}
	if o.revision != "" {
		labels[prefix+"revision"] = o.revision
	}
	return labels
}
