// Package differential compares pkg/identity with the libraries that it follows, on generated input: containerd's
// oci.WithUser and oci.WithAdditionalGIDs, and GetExecUserPath of moby/sys/user. They are oracles here and never
// dependencies of hullcheck itself.
package differential
