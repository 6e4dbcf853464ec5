// Package node runs a real node on this machine: containerd with runc, and a kubelet of its own that watches a folder of
// static pods. There is no API server: what the kubelet finds out is read from its read-only port.
//
// It needs root, and the binaries that scripts/build-node.sh builds. Everything that it writes is below one folder; it
// listens on the loopback interface only.
package node
