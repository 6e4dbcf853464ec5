#!/usr/bin/env bash
# The step of action.yml that judges. Its inputs come by the environment and never become the text of a command.
set -euo pipefail

# Lines of the report hold what manifests hold: while they are printed the runner must not take any for a command.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')

flags=()
# each FLAG TEXT: the flag with every line of the text.
each() {
	local line
	while IFS= read -r line || [ -n "$line" ]; do
		line=${line%$'\r'}
		[ -z "$line" ] || flags+=("$1$line")
	done <<<"$2"
}

# single NAME TEXT: the text, which must be one line.
single() {
	case $2 in *$'\n'* | *$'\r'*)
		echo "hullcheck: the input $1 has more than one line" >&2
		exit 2
		;;
	esac
	printf '%s' "$2"
}

sarif=$(single sarif "${INPUT_SARIF:-hullcheck.sarif}")
html=$(single html "${INPUT_HTML:-}")
annotations=$RUNNER_TEMP/hullcheck/annotations
[ "${INPUT_SUMMARY:-true}" = true ] || unset GITHUB_STEP_SUMMARY

each --config= "${INPUT_CONFIG:-}"
each --profile= "${INPUT_PROFILE:-}"
each --fail-on= "${INPUT_FAIL_ON:-}"
each --images= "${INPUT_IMAGES:-}"
each --image= "${INPUT_IMAGE:-}"
each --rule= "${INPUT_RULES:-}"
each --baseline= "${INPUT_BASELINE:-}"
each "" "${INPUT_ARGS:-}"
flags+=(--output=text "--output=sarif=$sarif" "--output=github=$annotations")
[ -z "$html" ] || flags+=("--output=html=$html")
flags+=(--)
each "" "${INPUT_SOURCES:-}"

rm -f "$sarif" "$annotations"
mkdir -p "$RUNNER_TEMP/hullcheck"
echo "::stop-commands::$token"
code=0
hullcheck check "${flags[@]}" 2>&1 || code=$?
echo "::$token::"

if [ "${INPUT_ANNOTATIONS:-true}" = true ] && [ -f "$annotations" ]; then
	cat "$annotations"
fi
{
	echo "exit-code=$code"
	[ ! -f "$sarif" ] || echo "sarif=$sarif"
} >>"$GITHUB_OUTPUT"
exit "$code"
