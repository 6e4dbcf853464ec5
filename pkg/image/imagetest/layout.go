package imagetest

import (
	"fmt"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
)

// Tagged is an image or an index with the name that a layout knows it by; "" is no name.
type Tagged struct {
	Tag   string
	Image v1.Image
	Index v1.ImageIndex
}

// refName is the annotation under which an OCI layout keeps a tag.
const refName = "org.opencontainers.image.ref.name"

// WriteLayout writes an OCI layout of the given images and indexes into dir, which it makes where it is missing.
func WriteLayout(dir string, content ...Tagged) error {
	p, err := layout.Write(dir, empty.Index)
	if err != nil {
		return fmt.Errorf("write layout: %w", err)
	}
	for _, c := range content {
		if err := c.writeTo(p); err != nil {
			return fmt.Errorf("write %q into layout: %w", c.Tag, err)
		}
	}
	return nil
}

func (c Tagged) writeTo(p layout.Path) error {
	var options []layout.Option
	if c.Tag != "" {
		options = append(options, layout.WithAnnotations(map[string]string{refName: c.Tag}))
	}
	if c.Index != nil {
		return p.AppendIndex(c.Index, options...)
	}
	file, err := c.Image.ConfigFile()
	if err != nil {
		return fmt.Errorf("read config: %w", err)
	}
	if platform := file.Platform(); platform != nil {
		options = append(options, layout.WithPlatform(*platform))
	}
	return p.AppendImage(c.Image, options...)
}
