#!/usr/bin/env bash
# build-cluster.sh DIR: builds etcd, kube-apiserver and kubectl into DIR from the Go module proxy, once; a later call with the
# same versions does nothing, and one with the build cache of an earlier one is cheap.
set -euo pipefail
. "$(dirname "$0")/kubernetes.sh"
dir=$(mkdir -p "$1" && cd "$1" && pwd)
etcd=3.7.3
stamp="kubernetes $kubernetes etcd $etcd $(go env GOVERSION)"
once "$dir" "$stamp" || exit 0
workdir
echo "build: etcd $etcd" >&2
(
	mkdir "$work/etcd" && cd "$work/etcd"
	printf 'module example.com/etcd\n\ngo 1.26.0\n\nrequire go.etcd.io/etcd/server/v3 v%s\n' "$etcd" >go.mod
	GOFLAGS=-mod=mod CGO_ENABLED=0 nice go build -trimpath -ldflags '-s -w' -o "$dir/etcd" go.etcd.io/etcd/server/v3
)
build_kubernetes "$dir" kubectl kube-apiserver
echo "$stamp" >"$dir/.stamp"
