package node

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// A network of one plugin that gives every pod the same address and connects it to nothing: enough for a kubelet to run pods
// that are not on the host's network.
const (
	networkList = `{"cniVersion": "1.0.0", "name": "nowhere", "plugins": [{"type": "nowhere"}]}`
	networkTool = `#!/bin/sh
case $CNI_COMMAND in
VERSION) echo '{"cniVersion": "1.0.0", "supportedVersions": ["0.3.0", "0.3.1", "0.4.0", "1.0.0"]}' ;;
ADD) echo '{"cniVersion": "1.0.0", "interfaces": [{"name": "eth0", "sandbox": "'"$CNI_NETNS"'"}],
	"ips": [{"address": "192.0.2.9/24", "interface": 0}]}' ;;
esac
`
)

func (l layout) writeNetwork() error {
	errs := []error{os.WriteFile(filepath.Join(l.at("cni"), "10-nowhere.conflist"), []byte(networkList), 0o600)}
	for _, name := range []string{"nowhere", "loopback"} {
		errs = append(errs, os.WriteFile(filepath.Join(l.at("plugins"), name), []byte(networkTool), 0o700))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("write network: %w", err)
	}
	return nil
}

// writeRegistries tells containerd whose certificates to trust, one folder a registry.
func (l layout) writeRegistries(registries map[string]string) error {
	for host, ca := range registries {
		dir := filepath.Join(l.at("registries"), host)
		hosts := fmt.Sprintf("server = %[1]q\n[host.%[1]q]\n  ca = %[2]q\n", "https://"+host, ca)
		if err := errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, "hosts.toml"), []byte(hosts), 0o600)); err != nil {
			return fmt.Errorf("write registry %s: %w", host, err)
		}
	}
	return nil
}
