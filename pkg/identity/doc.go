// Package identity joins a pod's security settings with an image's facts the way the kubelet and the runtime do, and says
// as whom a container runs, with what power, and whether it starts.
//
// It decides nothing by guess: a missing fact makes the answers that rest on it unknown, with the reason. The rules of the
// world are taken from the sources of Kubernetes, containerd, CRI-O, runc and Linux that the comments name, and are
// compared with what a real kubelet and a real containerd answered (docs/identity.md).
package identity
