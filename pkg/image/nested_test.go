package image_test

import (
	"crypto/sha512"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// nest puts an index into as many others.
func nest(idx v1.ImageIndex, depth int) v1.ImageIndex {
	for range depth {
		idx = mutate.AppendManifests(mutate.IndexMediaType(empty.Index, types.OCIImageIndex), mutate.IndexAddendum{Add: idx})
	}
	return idx
}

func TestNestedIndexes(t *testing.T) {
	amd, arm := onPlatform(t, "linux/amd64", "amd"), onPlatform(t, "linux/arm64", "arm")
	inner := must(imagetest.Index(amd, arm, amd))(t)
	request := image.Request{Source: source(t, "oci:"+layoutOf(t, imagetest.Tagged{Index: nest(inner, 2)}))}
	images, err := newOpener(t, image.Options{}).Open(t.Context(), request)
	if err != nil || len(images) != 2 { // the image that stands twice in the index is one
		t.Errorf("got %v, error %v", images, err)
	}
	deep := image.Request{Source: source(t, "oci:"+layoutOf(t, imagetest.Tagged{Index: nest(inner, 5)}))}
	_, err = newOpener(t, image.Options{}).Open(t.Context(), deep)
	wantError(t, err, image.Malformed, "indexes lie in each other deeper than 4")
}

func TestAnIndexOfAttestationsHoldsNoImage(t *testing.T) {
	amd := onPlatform(t, "linux/amd64", "amd")
	for _, form := range []imagetest.Attestation{imagetest.ImageAttestation, imagetest.ArtifactAttestation} {
		idx := must(imagetest.Attest(mutate.IndexMediaType(empty.Index, types.OCIImageIndex), amd, form))(t)
		dir := layoutOf(t, imagetest.Tagged{Tag: "1", Index: idx})
		_, err := newOpener(t, image.Options{}).Open(t.Context(), image.Request{Source: source(t, "oci:"+dir)})
		wantError(t, err, image.NotImage, "its index holds no image")
		// Asked for by its digest, an attestation says that it is one.
		digest := must(idx.IndexManifest())(t).Manifests[0].Digest.String()
		_, err = newOpener(t, image.Options{}).Open(t.Context(), image.Request{Source: source(t, "oci:"+dir+"@"+digest)})
		wantError(t, err, image.NotImage, "it is an attestation")
	}
}

func TestOneReferenceIsOneImageAPlatform(t *testing.T) {
	a, b := onPlatform(t, "linux/amd64", "a"), onPlatform(t, "linux/amd64", "b")
	dir := layoutOf(t, imagetest.Tagged{Image: a}, imagetest.Tagged{Image: b})
	_, err := newOpener(t, image.Options{}).Open(t.Context(), image.Request{Source: source(t, "oci:"+dir), Ref: "acme/api"})
	wantError(t, err, image.Malformed, "it holds several images for linux/amd64")
	images, err := newOpener(t, image.Options{}).Open(t.Context(), image.Request{Source: source(t, "oci:"+dir)})
	if err != nil || len(images) != 2 {
		t.Errorf("judged for itself: %v, error %v", images, err)
	}
}

func TestBadConfigs(t *testing.T) {
	for _, tt := range map[string]struct{ config, text string }{
		"no JSON":        {"<html>", "parse image config"},
		"wrong type":     {`{"config":{"User":1000}}`, "cannot unmarshal number"},
		"trailing data":  {`{} {}`, "after top-level value"},
		"more diff IDs":  {`{"rootfs":{"diff_ids":["sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"]}}`, "0 layers and the config 1 diff IDs"},
		"broken diff ID": {`{"rootfs":{"diff_ids":["x"]}}`, "cannot parse hash"},
	} {
		img := must(imagetest.Artifact{ConfigType: types.OCIConfigJSON, Config: []byte(tt.config)}.Image())(t)
		ref := imagetest.NewRegistry(t).Push(t, "api:1", img)
		_, err := open(t, image.Options{}, ref)
		wantError(t, err, image.Malformed, tt.text)
	}
}

func TestOfAnIndexTheFirstFits(t *testing.T) {
	a, b := onPlatform(t, "linux/amd64", "a"), onPlatform(t, "linux/amd64", "b")
	win, server := onPlatform(t, "windows/amd64", "win"), onPlatform(t, "windows/amd64", "server")
	dir := layoutOf(t, imagetest.Tagged{Index: must(imagetest.Index(a, b, win, server))(t)})
	images, err := newOpener(t, image.Options{}).Open(t.Context(), image.Request{Source: source(t, "oci:"+dir), Ref: "acme/api"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, img := range images {
		got = append(got, img.Config.User)
	}
	if diff := cmp.Diff([]string{"a", "win", "server"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestImageNamedBySHA512(t *testing.T) {
	img := onPlatform(t, "linux/amd64", "app")
	dir := layoutOf(t, imagetest.Tagged{Image: img})
	raw := must(img.RawManifest())(t)
	digest := fmt.Sprintf("%x", sha512.Sum512(raw))
	write(t, filepath.Join(mkdir(t, dir, "blobs", "sha512"), digest), raw)
	o := newOpener(t, image.Options{})
	images, err := o.Open(t.Context(), image.Request{Source: source(t, "oci:"+dir+"@sha512:"+digest)})
	if err != nil {
		t.Fatal(err)
	}
	if got := look(t, images); got[0].Digest != "sha512:"+digest || got[0].Passwd != passwdOf("app") {
		t.Errorf("got %+v", got)
	}
	write(t, filepath.Join(dir, "blobs", "sha512", digest), append(raw, ' '))
	_, err = newOpener(t, image.Options{}).Open(t.Context(), image.Request{Source: source(t, "oci:"+dir+"@sha512:"+digest)})
	wantError(t, err, image.DigestMismatch, "asked for sha512:")
}
