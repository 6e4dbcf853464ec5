#!/usr/bin/env bash
# build-node.sh DIR: builds kubelet, containerd (with its shim and ctr) and runc into DIR from the Go module proxy, once;
# a later call with the same versions does nothing. Needs gcc, pkg-config and libseccomp-dev for runc.
set -euo pipefail
. "$(dirname "$0")/kubernetes.sh"
dir=$(mkdir -p "$1" && cd "$1" && pwd)
containerd=2.4.2 runc=1.4.0
stamp="kubernetes $kubernetes containerd $containerd runc $runc $(go env GOVERSION)"
once "$dir" "$stamp" || exit 0
workdir
build_kubernetes "$dir" kubelet
echo "build: containerd $containerd" >&2
for command in containerd containerd-shim-runc-v2 ctr; do
	GOFLAGS=-mod=mod CGO_ENABLED=0 GOBIN=$dir nice go install -trimpath -tags 'no_btrfs no_devmapper no_zfs no_aufs' \
		"github.com/containerd/containerd/v2/cmd/$command@v$containerd"
done
echo "build: runc $runc" >&2
GOFLAGS=-mod=mod CGO_ENABLED=1 GOBIN=$dir nice go install -trimpath -tags seccomp "github.com/opencontainers/runc@v$runc"
echo "$stamp" >"$dir/.stamp"
