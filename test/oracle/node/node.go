package node

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/test/oracle/process"
)

// Node is a running node.
type Node struct {
	layout
	bin        string
	containerd *process.Process
	kubelet    *process.Process
}

// Start starts containerd and the kubelet; what it gave must be stopped.
func Start(ctx context.Context, o Options) (_ *Node, err error) {
	n := &Node{layout: layout{dir: o.Dir}, bin: o.Bin}
	dir, bin := o.Dir, o.Bin
	defer func() {
		if err != nil {
			err = errors.Join(err, n.Stop())
		}
	}()
	if err := n.write(o); err != nil {
		return nil, err
	}
	path := "PATH=" + bin + ":" + os.Getenv("PATH")
	n.containerd, err = process.Start(dir, "containerd", []string{path}, filepath.Join(bin, "containerd"), "--config", n.at("containerd.toml"))
	if err != nil {
		return nil, err
	}
	if err := n.containerd.Await(ctx, 30*time.Second, func(ctx context.Context) error { return n.ctr(ctx, "version") }); err != nil {
		return nil, err
	}
	if err := n.importPause(ctx, o.Probe); err != nil {
		return nil, err
	}
	args := []string{"--config", n.at("kubelet.yaml"), "--root-dir", n.at("kubelet"), "--hostname-override", Name, "--v=2"}
	if o.Kubeconfig != "" {
		args = append(args, "--kubeconfig", o.Kubeconfig)
	}
	n.kubelet, err = process.Start(dir, "kubelet", []string{path}, filepath.Join(bin, "kubelet"), args...)
	if err != nil {
		return nil, err
	}
	return n, n.kubelet.Await(ctx, 60*time.Second, func(ctx context.Context) error {
		_, err := n.podList(ctx)
		return err
	})
}

func (n *Node) importPause(ctx context.Context, probe []byte) error {
	img, err := imagetest.Spec{
		Entrypoint: []string{"/pause"},
		Layers:     [][]imagetest.Entry{{{Path: "pause", From: "probe", Mode: "0755"}}},
	}.Image(imagetest.Contents{"probe": probe})
	if err != nil {
		return fmt.Errorf("build pause image: %w", err)
	}
	return n.Import(ctx, pauseImage, img)
}

// Import gives containerd an image under a name, as a pull would. It fails where containerd cannot unpack the image.
func (n *Node) Import(ctx context.Context, name string, img v1.Image) error {
	base, tag, _ := strings.Cut(name, ":")
	archive, err := imagetest.OCIArchive(imagetest.Tagged{Tag: tag, Image: img})
	if err != nil {
		return fmt.Errorf("archive %s: %w", name, err)
	}
	file := filepath.Join(n.at("images"), strings.ReplaceAll(base, "/", "_")+".tar")
	if err := os.WriteFile(file, archive, 0o600); err != nil {
		return fmt.Errorf("write archive: %w", err)
	}
	return errors.Join(n.ctr(ctx, "-n", "k8s.io", "images", "import", "--base-name", base, file), os.Remove(file))
}

// ctr runs containerd's client.
func (n *Node) ctr(ctx context.Context, args ...string) error {
	out, err := exec.CommandContext(ctx, filepath.Join(n.bin, "ctr"), append([]string{"--address", n.socket()}, args...)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("ctr %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return nil
}

// Stop ends the kubelet, the containers and containerd, and unmounts what they mounted.
func (n *Node) Stop() error {
	var errs []error
	if n.kubelet != nil {
		errs = append(errs, n.kubelet.Stop())
	}
	if n.containerd != nil {
		errs = append(errs, n.killContainers(), n.containerd.Stop())
	}
	return errors.Join(append(errs, n.unmount())...)
}

// killContainers ends what the kubelet left running: the shims are no children of containerd.
func (n *Node) killContainers() error {
	shims, err := exec.Command("pgrep", "-f", "containerd-shim-runc-v2.*"+n.socket()).Output()
	if err != nil && len(shims) > 0 {
		return fmt.Errorf("list shims: %w", err)
	}
	var errs []error
	for _, pid := range strings.Fields(string(shims)) {
		children, _ := exec.Command("pgrep", "-P", pid).Output() // a shim without a child is one that is about to end
		for _, p := range append(strings.Fields(string(children)), pid) {
			var id int
			if _, err := fmt.Sscan(p, &id); err != nil {
				errs = append(errs, err)
				continue
			}
			if err := syscall.Kill(id, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
				errs = append(errs, fmt.Errorf("kill %d: %w", id, err))
			}
		}
	}
	return errors.Join(errs...)
}

// unmount takes away every mount below the node's folder, the deepest first.
func (n *Node) unmount() error {
	table, err := os.ReadFile("/proc/self/mounts")
	if err != nil {
		return fmt.Errorf("list mounts: %w", err)
	}
	var errs []error
	mounts := strings.Split(string(table), "\n")
	for i := len(mounts) - 1; i >= 0; i-- {
		fields := strings.Fields(mounts[i])
		if len(fields) < 2 || !strings.HasPrefix(fields[1], n.dir+"/") {
			continue
		}
		if err := syscall.Unmount(fields[1], syscall.MNT_DETACH); err != nil && !errors.Is(err, syscall.EINVAL) {
			errs = append(errs, fmt.Errorf("unmount %s: %w", fields[1], err))
		}
	}
	return errors.Join(errs...)
}

// get reads a page of the kubelet's read-only port.
func (n *Node) get(ctx context.Context, page string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("http://127.0.0.1:%d/%s", readOnlyPort, page), nil)
	if err != nil {
		return nil, err
	}
	return http.DefaultClient.Do(req)
}
