// Package cluster runs a real API server with its etcd on this machine's loopback interface, from the binaries that
// scripts/build-cluster.sh builds. There are no controllers and no scheduler: what is written stays as it was admitted.
package cluster
