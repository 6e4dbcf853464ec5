package node

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// readOnlyPort is where the kubelet tells of its pods.
const readOnlyPort = 10255

// pauseImage is the image of the sandboxes; Start makes it.
const pauseImage = "oracle.test/pause:1"

// containerdConfig is containerd's: its own root, state and socket, and no pull of a pause image.
const containerdConfig = `version = 3
root = %[1]q
state = %[2]q
[grpc]
  address = %[3]q
[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = %[4]q
[plugins.'io.containerd.cri.v1.runtime']
  restrict_oom_score_adj = true
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
  BinaryName = %[5]q
  SystemdCgroup = false
[plugins.'io.containerd.cri.v1.runtime'.cni]
  conf_dir = %[6]q
  bin_dirs = [%[7]q]
[plugins.'io.containerd.cri.v1.images'.registry]
  config_path = %[8]q
`

// kubeletConfig is that of a kubelet with or without an API server, on a machine without systemd and with whatever cgroups it has.
const kubeletConfig = `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
staticPodPath: %[1]q
podLogsDir: %[2]q
containerRuntimeEndpoint: "unix://%[3]s"
address: 127.0.0.1
port: 0
readOnlyPort: %[4]d
healthzPort: 0
authentication: {anonymous: {enabled: true}, webhook: {enabled: false}}
authorization: {mode: AlwaysAllow}
failCgroupV1: false
failSwapOn: false
cgroupDriver: cgroupfs
cgroupsPerQOS: false
enforceNodeAllocatable: []
localStorageCapacityIsolation: false
oomScoreAdj: 0
maxOpenFiles: 20000
maxPods: 500
makeIPTablesUtilChains: false
fileCheckFrequency: 1s
syncFrequency: 5s
serializeImagePulls: false
evictionHard: {memory.available: 10Mi, nodefs.available: 1%%, nodefs.inodesFree: 1%%, imagefs.available: 1%%}
imageGCHighThresholdPercent: 100
`

// layout is where a node keeps what it writes.
type layout struct{ dir string }

func (l layout) at(name string) string { return filepath.Join(l.dir, name) }
func (l layout) socket() string        { return l.at("containerd.sock") }
func (l layout) pods() string          { return l.at("pods") }
func (l layout) logs() string          { return l.at("logs") }

// write makes the node's folders and the configuration of its servers.
func (l layout) write(o Options) error {
	for _, d := range []string{"registries", "plugins", "pods", "logs", "cni", "containerd", "state", "kubelet", "images"} {
		if err := os.MkdirAll(l.at(d), 0o755); err != nil {
			return fmt.Errorf("make folder: %w", err)
		}
	}
	files := map[string]string{
		"containerd.toml": fmt.Sprintf(containerdConfig, l.at("containerd"), l.at("state"), l.socket(), pauseImage,
			filepath.Join(o.Bin, "runc"), l.at("cni"), l.at("plugins"), l.at("registries")),
		"kubelet.yaml": fmt.Sprintf(kubeletConfig, l.staticPods(o), l.logs(), l.socket(), readOnlyPort),
	}
	for name, content := range files {
		if err := os.WriteFile(l.at(name), []byte(content), 0o600); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return errors.Join(l.writeNetwork(), l.writeRegistries(o.Registries))
}

// staticPods is the folder that the kubelet watches; one that is joined to an API server watches none.
func (l layout) staticPods(o Options) string {
	if o.Kubeconfig != "" {
		return ""
	}
	return l.pods()
}
