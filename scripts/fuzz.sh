#!/usr/bin/env bash
# Runs every fuzz target for FUZZTIME (default 30s) each.
set -euo pipefail
for package in $(go list ./...); do
	dir=$(go list -f '{{.Dir}}' "$package")
	{ grep -hoE '^func Fuzz\w+' "$dir"/*_test.go 2>/dev/null || true; } | awk '{print $2}' | while read -r target; do
		go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-30s}" "$package"
	done
done
