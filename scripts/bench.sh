#!/usr/bin/env bash
# bench.sh BIN: CPU time (user and system, mean of 20 runs after a warm-up) of starting hullcheck on one small Deployment, and of
# conftest on the same file with a policy of one rule where conftest is installed.
set -euo pipefail
hullcheck=$1/hullcheck
manifest=examples/api-server/after/deployment.yaml
runs=20

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

children() { # leaves the CPU seconds of all ended children of this shell in $work/$1
	times >"$work/times" # in this shell: a substitution would ask for its own children
	awk 'NR == 2 { for (i = 1; i <= 2; i++) { split($i, t, /[ms]/); s += t[1] * 60 + t[2] } print s }' "$work/times" >"$work/$1"
}

mean() { # mean NAME COMMAND...: prints the mean CPU time of a run in milliseconds
	local name=$1 i
	shift
	"$@" >/dev/null 2>&1 || [ $? -eq 1 ]
	children before
	for ((i = 0; i < runs; i++)); do "$@" >/dev/null 2>&1 || [ $? -eq 1 ]; done
	children after
	awk -v n="$name" -v r="$runs" 'NR == FNR { a = $1; next } { printf "%-44s %6.1f ms CPU a run\n", n, ($1 - a) * 1000 / r }' \
		"$work/before" "$work/after"
}

mean "hullcheck check --images off, one Deployment" "$hullcheck" check --images off "$manifest"
if command -v conftest >/dev/null; then
	cat >"$work/policy.rego" <<-'REGO'
		package main

		deny contains "root file system is writable" if {
			some c in input.spec.template.spec.containers
			not c.securityContext.readOnlyRootFilesystem
		}
	REGO
	mean "conftest test, the same file, one rule" conftest test --policy "$work" "$manifest"
else
	echo "conftest is not installed (go install github.com/open-policy-agent/conftest@latest): not compared"
fi
