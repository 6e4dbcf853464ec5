package node

// Name is what the node is called: pods that name it (nodeName) need no scheduler.
const Name = "localhost"

// Options say what a node is made of.
type Options struct {
	// Bin holds the binaries that scripts/build-node.sh builds. Everything that the node writes is below Dir.
	Bin, Dir string
	// Probe is the static program of this module's probe folder: it is what holds the sandboxes open.
	Probe []byte
	// Kubeconfig joins the node to an API server; without one the kubelet runs the pods that Run is given.
	Kubeconfig string
	// Registries names for each host:port from which images are pulled the file with its CA.
	Registries map[string]string
}
