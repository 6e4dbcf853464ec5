# kubernetes.sh: how the scripts beside it build real parts from the Go module proxy. To be sourced.
kubernetes=1.37.2

# once DIR STAMP: succeeds where DIR does not yet hold what STAMP names.
once() { [ "$(cat "$1/.stamp" 2>/dev/null)" != "$2" ]; }

# workdir: a folder that goes away when the script ends.
workdir() {
	work=$(mktemp -d)
	trap 'chmod -R u+w "$work" && rm -rf "$work"' EXIT
}

# build_kubernetes DIR COMMAND...: builds commands of k8s.io/kubernetes into DIR.
build_kubernetes() {
	local dir=$1 module=$work/kube source version=k8s.io/component-base/version
	shift
	mkdir "$module" && cd "$module"
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
	for command in "$@"; do
		echo "build: $command $kubernetes" >&2
		GOFLAGS=-mod=mod CGO_ENABLED=0 nice go build -trimpath -o "$dir/$command" \
			-ldflags "-s -w -X $version.gitVersion=v$kubernetes -X $version.gitMajor=1 -X $version.gitMinor=${kubernetes:2:2}" \
			"k8s.io/kubernetes/cmd/$command"
	done
	cd "$OLDPWD"
}
