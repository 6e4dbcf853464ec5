package dockerfile_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
)

// builder is a running buildkitd.
type builder struct {
	parts, work, addr string
	store             *store
	out               string // an OCI layout that collects the results
}

// startBuilder starts buildkitd of the library's version and waits until it answers.
func startBuilder(t *testing.T, parts string, s *store) *builder {
	t.Helper()
	work := t.TempDir()
	b := &builder{parts: parts, work: work, addr: "unix://" + filepath.Join(work, "bk.sock"), store: s, out: filepath.Join(work, "out")}
	runc, err := exec.LookPath("runc")
	if err != nil {
		t.Fatal(err)
	}
	for _, snapshotter := range []string{"overlayfs", "native"} {
		said := b.start(t, runc, snapshotter)
		if said == "" {
			return b
		}
		t.Logf("buildkitd does not run with %s:\n%s", snapshotter, said)
	}
	t.FailNow()
	return nil
}

// start starts buildkitd with a snapshotter; it returns what it said where it does not answer.
func (b *builder) start(t *testing.T, runc, snapshotter string) string {
	t.Helper()
	var log bytes.Buffer
	cmd := exec.Command(filepath.Join(b.parts, "bin/buildkitd"), "--containerd-worker=false",
		"--oci-worker-snapshotter", snapshotter, "--oci-worker-net", "host", "--oci-worker-binary", runc,
		"--root", filepath.Join(b.work, snapshotter), "--addr", b.addr)
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		return err.Error()
	}
	done := make(chan struct{})
	go func() { _ = cmd.Wait(); close(done) }()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			_ = cmd.Process.Kill()
			<-done
		}
	})
	for range 100 {
		select {
		case <-done:
			return log.String()
		default:
		}
		if exec.Command(filepath.Join(b.parts, "bin/buildctl"), "--addr", b.addr, "debug", "workers").Run() == nil {
			return ""
		}
		time.Sleep(200 * time.Millisecond)
	}
	return "no answer"
}

// build builds a case and returns the image, or what the build said when it failed.
func (b *builder) build(c testCase) (v1.Image, string, error) {
	meta := filepath.Join(b.work, c.name+".json")
	args := []string{
		"--addr", b.addr, "build", "--frontend", "dockerfile.v0", "--progress", "plain",
		"--local", "context=" + c.dir, "--local", "dockerfile=" + c.dir,
		"--oci-layout", "bases=" + b.store.dir, "--metadata-file", meta,
		"--output", "type=oci,tar=false,compression=uncompressed,dest=" + b.out, "--opt", "platform=linux/amd64",
	}
	for name, digest := range b.store.digests {
		args = append(args, "--opt", "context:"+name+"=oci-layout://bases@"+digest)
	}
	for k, v := range c.buildArgs {
		args = append(args, "--opt", "build-arg:"+k+"="+v)
	}
	if c.target != "" {
		args = append(args, "--opt", "target="+c.target)
	}
	said, err := exec.Command(filepath.Join(b.parts, "bin/buildctl"), args...).CombinedOutput()
	if err != nil {
		return nil, string(said), nil //nolint:nilerr // that a case does not build is an answer
	}
	raw, err := os.ReadFile(meta)
	if err != nil {
		return nil, "", err
	}
	var m struct {
		Digest string `json:"containerimage.digest"`
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, "", err
	}
	img, err := b.image(m.Digest)
	return img, "", err
}

// image reads a result: a manifest, or an index with one image and perhaps its attestation.
func (b *builder) image(digest string) (v1.Image, error) {
	h, err := v1.NewHash(digest)
	if err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(filepath.Join(b.out, "blobs", h.Algorithm, h.Hex))
	if err != nil {
		return nil, err
	}
	var index v1.IndexManifest
	if err := json.Unmarshal(raw, &index); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(index.Manifests, func(d v1.Descriptor) bool {
		return d.Platform == nil || d.Platform.OS != "unknown"
	})
	if i >= 0 {
		h = index.Manifests[i].Digest
	} else if len(index.Manifests) > 0 {
		return nil, fmt.Errorf("no image in %s", digest)
	}
	l, err := layout.FromPath(b.out)
	if err != nil {
		return nil, err
	}
	return imageByDigest(l, h)
}

// imageByDigest finds an image in a layout whose index need not list it any more: buildctl rewrites it each time.
func imageByDigest(l layout.Path, h v1.Hash) (v1.Image, error) {
	if img, err := l.Image(h); err == nil {
		return img, nil
	}
	raw, err := l.Bytes(h)
	if err != nil {
		return nil, err
	}
	desc := v1.Descriptor{Digest: h, Size: int64(len(raw)), MediaType: "application/vnd.oci.image.manifest.v1+json"}
	if err := l.AppendDescriptor(desc); err != nil {
		return nil, err
	}
	return l.Image(h)
}
