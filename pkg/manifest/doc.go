// Package manifest reads Kubernetes manifests and knows where every field stands.
//
// YAML has two truths here. What a document means is decided by sigs.k8s.io/yaml, which the API machinery uses:
// hostNetwork: yes is true, 0o17 is a string, a repeated merge key overrides. Where a field stands is decided by the node
// tree of go.yaml.in/yaml/v3, which reads some of these otherwise. So no value is ever taken from the tree, and the tree
// is only built when somebody asks for a place: it costs as much as decoding does.
//
// A document that cannot be read is an Error and never ends the reading: what stands before and behind it is still
// yielded. What is no Kubernetes object is skipped, with a reason.
package manifest
