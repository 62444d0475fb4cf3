#!/bin/sh
# One night: judges the subjects of a file, then hands to the monitor what it has not taken yet, that of earlier nights too.
#   nightly.sh CONFIG OUTPUT [OPTION OF run]...
# Environment: MONITOR, TOKEN, KEY, CA as the options of submit; without MONITOR nothing is submitted. PAUSE: seconds before the second
# attempt, doubled for each further one (default 10). SCS_CONFORMANCE: the program, where it is not in PATH.
# Exit code: 0 whatever the verdicts are; 64, 70, 130 of run; 1 or 2 of submit, where a report was refused or the monitor gave no answer.
set -u
[ $# -ge 2 ] || { echo "usage: nightly.sh CONFIG OUTPUT [OPTION OF run]..." >&2; exit 64; }
if [ -n "${MONITOR:-}" ] && { [ -z "${TOKEN:-}" ] || [ -z "${KEY:-}" ]; }; then
  echo "nightly.sh: MONITOR is set, so TOKEN and KEY have to name the files of the API key and of the SSH key" >&2
  exit 64
fi
config=$1 output=$2
shift 2
program=${SCS_CONFORMANCE:-scs-conformance}
child='' ended=''
trap 'ended=yes; [ -z "$child" ] || kill -TERM "$child" 2> /dev/null' TERM INT HUP

# wait_for COMMAND...   As a child, so that a signal reaches it at once; as process 1 of a container nobody else would hand it on.
wait_for() {
  "$@" &
  child=$!
  wait "$child"
  code=$?
  while kill -0 "$child" 2> /dev/null; do
    wait "$child"
    code=$?
  done
  child=''
  return "$code"
}

# hand_in REPORT   What the monitor has already was taken by an attempt whose answer was lost. A report on a scope that is a proposal
# (--level open, sovereign) is for no monitor: submit refuses it, which is told and no trouble, as for a worker.
hand_in() {
  attempt=1 pause=${PAUSE:-10} said=$(mktemp)
  while :; do
    wait_for "$program" submit "$1" --monitor "$MONITOR" --token "$TOKEN" --key "$KEY" ${CA:+--ca "$CA"} 2> "$said"
    code=$?
    cat "$said" >&2
    [ "$code" -ne 1 ] || ! grep -q 'a report with this uuid already' "$said" || code=0
    [ "$code" -ne 64 ] || ! grep -q 'which is no official scope; leave it out$' "$said" || code=0
    # no answer, an error of its own, or too many requests
    [ "$code" -eq 2 ] || { [ "$code" -eq 1 ] && grep -q 'try again' "$said"; } || break
    [ "$attempt" -lt 5 ] && [ -z "$ended" ] || break
    wait_for sleep "$pause"
    attempt=$((attempt + 1)) pause=$((pause * 2))
  done
  rm -f "$said"
  return "$code"
}

wait_for "$program" run --config "$config" --output "$output" --exit-zero "$@"
worst=$?
[ -n "${MONITOR:-}" ] && [ -z "$ended" ] || exit "$worst"
list=$(mktemp)
find "$output" -name 'report*.json' ! -name '*.shared.json' ! -name '*.oscal.json' > "$list"
while IFS= read -r report; do
  [ -z "$ended" ] || break
  # run deletes the mark together with the report, when the subject's turn comes again
  [ ! -e "$report.sent" ] || continue
  if hand_in "$report"; then
    : > "$report.sent"
  else
    code=$?
    [ "$worst" -ne 0 ] || worst=$code
  fi
done < "$list"
rm -f "$list"
[ -z "$ended" ] || worst=130
exit "$worst"
