#!/usr/bin/env bash
# lint-deadcode.sh DEADCODE: functions that neither a program nor a test of ours can reach.
set -euo pipefail
dead=$("$1" -test ./...)
if [ -n "$dead" ]; then
	printf 'unreachable functions:\n%s\n' "$dead" >&2
	exit 1
fi
