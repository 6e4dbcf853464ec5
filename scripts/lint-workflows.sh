#!/usr/bin/env bash
# lint-workflows.sh ACTIONLINT: the GitHub workflows among the examples, and action.yml by way of the one that uses it.
set -euo pipefail
repository=$(mktemp -d)
trap 'rm -rf "$repository"' EXIT
mkdir -p "$repository/.git" "$repository/.github/workflows"
cp action.yml "$repository"
cp examples/ci/github-actions.yml "$repository/.github/workflows/image.yml"
uses='hullcheck/hullcheck@main'
grep -q "uses: $uses" examples/repository/.github/workflows/hullcheck.yml
sed "s#$uses#./#" examples/repository/.github/workflows/hullcheck.yml >"$repository/.github/workflows/hullcheck.yml"
cd "$repository"
"$1" -no-color -shellcheck= -pyflakes=
