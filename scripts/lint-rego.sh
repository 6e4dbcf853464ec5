#!/usr/bin/env bash
# lint-rego.sh OPA: formatting, and strict type checking of every rule against the schemas of its input.
set -euo pipefail
opa=$1
unformatted=$("$opa" fmt --list policies)
if [ -n "$unformatted" ]; then
	printf 'not formatted (opa fmt --write policies):\n%s\n' "$unformatted" >&2
	exit 1
fi
"$opa" check --strict --schema policies/schemas policies
