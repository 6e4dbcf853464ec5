#!/usr/bin/env bash
# bench.sh BIN: what runs of hullcheck cost, and beside them those of conftest and kube-score where they are installed. All
# times are CPU time, user and system: on a shared machine the time on the wall says little.
set -euo pipefail
hullcheck=$1/hullcheck
here=$(dirname "$0")
manifest=examples/api-server/after/deployment.yaml
corpus=testdata/corpus
count=1600

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# measure NAME N RUNS COMMAND...: prints the CPU time of the mean run, that of one of its N workloads, and the most memory
# that a run took. Findings are no failure.
measure() {
	local name=$1 n=$2 runs=$3
	shift 3
	"$@" >/dev/null 2>&1 || [ $? -eq 1 ] # a warm-up
	perl -e '
		my ($name, $n, $runs, @command) = @ARGV;
		for (1 .. $runs) {
			defined(my $child = fork) or die "fork: $!";
			if (!$child) { open STDOUT, ">", "/dev/null"; open STDERR, ">", "/dev/null"; exec @command or exit 127 }
			waitpid $child, 0;
			die "$name: exit code ", $? >> 8, "\n" if $? >> 8 > 1 || $? & 127;
		}
		my (undef, undef, $user, $system) = times;
		my $mean = ($user + $system) * 1000 / $runs;
		printf "%-58s %7.0f ms", $name, $mean;
		printf " %7.0f µs a workload", $mean * 1000 / $n if $n > 1;
		print "\n";
	' "$name" "$n" "$runs" "$@"
}

# memory NAME COMMAND...: prints the most memory that a run took.
memory() {
	local name=$1
	shift
	if ! command -v /usr/bin/time >/dev/null; then
		echo "$name: time is not installed (apt-get install time)"
		return
	fi
	/usr/bin/time -o "$work/memory" -f %M "$@" >/dev/null 2>&1 || [ $? -eq 1 ]
	awk -v name="$name" 'END { printf "%-58s %7.0f MiB\n", name, $1 / 1024 }' "$work/memory"
}

for kind in unseen seen clean; do "$here/bench-corpus.sh" $count $kind "$work/$kind"; done
"$here/bench-corpus.sh" $((4 * count)) clean "$work/clean4"
# Files that the tools refuse are left out: kube-score ends with the first.
mapfile -d '' workloads < <(grep -rlZE '^kind: *(Pod|Deployment|StatefulSet|DaemonSet|Job|CronJob|ReplicaSet)' \
	"$corpus" --include='*.yaml' --exclude-dir=trees --exclude-dir=openshift-origin)
check=("$hullcheck" check --images off)

echo "CPU time of a run with all built-in rules"
measure "hullcheck, one Deployment" 1 20 "${check[@]}" "$manifest"
measure "hullcheck, $count Deployments with nothing in common" $count 3 "${check[@]}" "$work/unseen"
measure "hullcheck, $count that differ in their names only" $count 3 "${check[@]}" "$work/seen"
measure "hullcheck, $count without findings" $count 3 "${check[@]}" "$work/clean"
measure "hullcheck, the ${#workloads[@]} files of the corpus with workloads" 1 3 "${check[@]}" "${workloads[@]}"
if command -v kube-score >/dev/null; then
	measure "kube-score, $count Deployments with nothing in common" $count 3 kube-score score "$work"/unseen/*.yaml
	measure "kube-score, $count that differ in their names only" $count 3 kube-score score "$work"/seen/*.yaml
	measure "kube-score, $count without findings of hullcheck" $count 3 kube-score score "$work"/clean/*.yaml
	measure "kube-score, the files of the corpus" 1 3 kube-score score "${workloads[@]}"
else
	echo "kube-score is not installed (go install github.com/zegl/kube-score/cmd/kube-score@latest): not compared"
fi
if command -v conftest >/dev/null; then
	mkdir "$work/policy"
	cat >"$work/policy/policy.rego" <<-'REGO'
		package main

		deny contains "root file system is writable" if {
			some c in input.spec.template.spec.containers
			not c.securityContext.readOnlyRootFilesystem
		}
	REGO
	conftest=(conftest test --policy "$work/policy")
	measure "conftest with one rule, one Deployment" 1 20 "${conftest[@]}" "$manifest"
	measure "conftest with one rule, $count with nothing in common" $count 3 "${conftest[@]}" "$work/unseen"
else
	echo "conftest is not installed (go install github.com/open-policy-agent/conftest@latest): not compared"
fi

echo "The most memory of a run"
memory "hullcheck, one Deployment" "${check[@]}" "$manifest"
memory "hullcheck, $count Deployments with nothing in common" "${check[@]}" "$work/unseen"
memory "hullcheck, $count without findings" "${check[@]}" "$work/clean"
memory "hullcheck, $((4 * count)) without findings" "${check[@]}" "$work/clean4"
