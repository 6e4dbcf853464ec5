#!/usr/bin/env bash
# verify.sh HULLCHECK EXAMPLE IMAGE LAYOUTS: shows the pair that the node refuses being refused here, and the mended pair
# passing. Fails unless both answers are the right ones.
set -euo pipefail
hullcheck=$1 example=$2 image=$3 layouts=$4

judge() { # judge PAIR: judges the manifest with the image that was just built
	printf '\n$ hullcheck check %s --image %s=oci:%s\n\n' \
		"$example/$1/deployment.yaml" "$image" "${layouts#"$PWD"/}/$1"
	"$hullcheck" check "$example/$1/deployment.yaml" --image "$image=oci:${layouts#"$PWD"/}/$1"
}

status=0
judge before || status=$?
if [ "$status" -ne 1 ]; then
	echo "verify: the faulty pair was not refused: exit code $status, want 1" >&2
	exit 1
fi
if ! judge after; then
	echo "verify: the mended pair was refused" >&2
	exit 1
fi
printf '\nverify: before is refused (exit 1), after is clean (exit 0), as they should be.\n'
