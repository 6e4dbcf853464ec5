#!/usr/bin/env bash
# build-node.sh DIR: builds kubelet, containerd (with its shim and ctr) and runc into DIR from the Go module proxy, once;
# a later call with the same versions does nothing. Needs gcc, pkg-config and libseccomp-dev for runc.
set -euo pipefail
dir=$(mkdir -p "$1" && cd "$1" && pwd)
kubernetes=1.37.2 containerd=2.4.2 runc=1.4.0
stamp="kubernetes $kubernetes containerd $containerd runc $runc $(go env GOVERSION)"
if [ "$(cat "$dir/.stamp" 2>/dev/null)" = "$stamp" ]; then
	exit 0
fi
work=$(mktemp -d)
trap 'chmod -R u+w "$work" && rm -rf "$work"' EXIT

echo "build-node: kubelet $kubernetes" >&2
(
	mkdir "$work/kube" && cd "$work/kube"
	go mod download "k8s.io/kubernetes@v$kubernetes"
	source=$(go env GOMODCACHE)/k8s.io/kubernetes@v$kubernetes
	# k8s.io/kubernetes replaces its staging modules by folders, so its commands build only in a module that says where else
	# they are.
	{
		printf 'module example.com/kube\n\ngo 1.26.0\n\ngodebug default=go1.26\n\n'
		printf 'require k8s.io/kubernetes v%s\n\nreplace (\n' "$kubernetes"
		grep -oE '^\s+k8s.io/[a-z-]+ => ./staging' "$source/go.mod" | awk -v v="v0.${kubernetes#*.}" '{print "\t"$1" => "$1" "v}'
		echo ')'
	} >go.mod
	export GOFLAGS=-mod=mod CGO_ENABLED=0
	version=k8s.io/component-base/version
	go build -trimpath -o "$dir/kubelet" \
		-ldflags "-s -w -X $version.gitVersion=v$kubernetes -X $version.gitMajor=1 -X $version.gitMinor=${kubernetes:2:2}" \
		k8s.io/kubernetes/cmd/kubelet
)
echo "build-node: containerd $containerd" >&2
for command in containerd containerd-shim-runc-v2 ctr; do
	GOFLAGS=-mod=mod CGO_ENABLED=0 GOBIN=$dir go install -trimpath -tags 'no_btrfs no_devmapper no_zfs no_aufs' \
		"github.com/containerd/containerd/v2/cmd/$command@v$containerd"
done
echo "build-node: runc $runc" >&2
GOFLAGS=-mod=mod CGO_ENABLED=1 GOBIN=$dir go install -trimpath -tags seccomp "github.com/opencontainers/runc@v$runc"
echo "$stamp" >"$dir/.stamp"
