#!/bin/sh
# Entry of the stand-in for the official conformance image (registry.k8s.io/conformance): takes its environment, prints what
# ginkgo prints, leaves its files, and tests nothing. For what runs the image, reads its log and fetches its results.
#   E2E_FOCUS, E2E_SKIP      regular expressions over the names below; E2E_PARALLEL=y|Y|true without E2E_SKIP skips [Serial]
#   E2E_EXTRA_GINKGO_ARGS    -v: names of tests in the log, else only dots; --flake-attempts=N. E2E_DRYRUN: nothing is run
#   RESULTS_DIR              e2e.log, junit_01.xml, e2e.tar.gz and, last, done with the path of the archive
#   STAND_IN_MODE            fail (the second test), flake (it passes at its second attempt), hang (in the middle, for ever), slow (5 s a test),
#                            exit-early (at once, 0, no results), crash (ends in the middle with 137: no JUnit, no done), no-junit; else all pass
#   STAND_IN_SECONDS         duration of a test, default 0.2
# Mode and seconds can also be given in E2E_EXTRA_ARGS: --stand-in-mode=fail --stand-in-seconds=1
names() {
  cat << 'END'
[sig-api-machinery] Namespaces [Serial] should ensure that all pods are removed when a namespace is deleted [Conformance]
[sig-api-machinery] ResourceQuota should create a ResourceQuota and capture the life of a pod. [Conformance]
[sig-apps] Deployment RollingUpdateDeployment should delete old pods and create new ones [Conformance]
[sig-apps] Job should delete a job [Conformance]
[sig-architecture] Conformance Tests should have at least two untainted nodes [Conformance]
[sig-cli] Kubectl client Kubectl version should check is all data is printed [Conformance]
[sig-network] DNS should provide DNS for the cluster [Conformance]
[sig-network] Services should serve a basic endpoint from pods [Conformance]
[sig-node] Pods should be submitted and removed [NodeConformance] [Conformance]
[sig-scheduling] SchedulerPredicates [Serial] validates resource limits of pods that are allowed to run [Conformance]
[sig-storage] EmptyDir volumes pod should support shared volumes between containers [Conformance]
[sig-network] Netpol NetworkPolicy between server and client should support a 'default-deny-ingress' policy [Feature:NetworkPolicy]
[sig-network] Netpol NetworkPolicy between server and client should enforce policy based on PodSelector [Feature:NetworkPolicy]
[sig-network] NetworkPolicy API should support creating NetworkPolicy API operations
[sig-apps] StatefulSet Scaling should happen in predictable order and halt if any stateful pod is unhealthy [Slow]
END
}

results=${RESULTS_DIR:-/tmp/results}
mode=${STAND_IN_MODE:-} seconds=${STAND_IN_SECONDS:-0.2} attempts=1 verbose=''
for word in ${E2E_EXTRA_ARGS:-} ${E2E_EXTRA_GINKGO_ARGS:-}; do
  case $word in
    --stand-in-mode=*) mode=${word#*=} ;;
    --stand-in-seconds=*) seconds=${word#*=} ;;
    -v | --v | -vv | --vv) verbose=yes ;;
    --flake-attempts=* | --ginkgo.flake-attempts=*) attempts=${word#*=} ;;
  esac
done
[ "$mode" != slow ] || seconds=5
focus=${E2E_FOCUS-'\[Conformance\]'} skip=${E2E_SKIP:-}
case ${E2E_PARALLEL:-} in y | Y | true) skip=${skip:-'\[Serial\]'} ;; esac

mkdir -p "$results" || exit 1
started=$(date -u +%FT%TZ)
stamp() { date -u "+%Y/%m/%d %H:%M:%S"; }
log=$results/e2e.log
: > "$log"
out() { printf '%s\n' "$*" | tee -a "$log"; }
put() { printf '%s' "$1" | tee -a "$log"; }
# ginkgo appends a test's labels to its name, in the log only: those in brackets within the name
labelled() { printf '%s [%s]' "$1" "$(printf '%s\n' "$1" | grep -o '\[[^]]*\]' | tr -d '[]' | tr '\n' ',' | sed 's/,$//; s/,/, /g')"; }
rule=------------------------------
xml() { sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g' << END
$1
END
}

# the official runner: whatever happens, the results are saved, and the name of the archive tells that they are whole
save() {
  echo "$(stamp) Saving results at $results" >&2
  (cd "$results" && tar -cf - e2e.log $(ls junit_01.xml 2> /dev/null) | gzip > /tmp/e2e.tar.gz && mv /tmp/e2e.tar.gz e2e.tar.gz)
  printf '%s' "$results/e2e.tar.gz" > "$results/done"
}
terminated() {
  echo "$(stamp) Got signal: terminated. Shutting down test process" >&2
  out "Interrupted by User"
  save
  exit 1
}
trap terminated TERM INT

total=$(names | wc -l)
names | grep -E -- "$focus" | { if [ -n "$skip" ]; then grep -vE -- "$skip"; else cat; fi; } > /tmp/selected
selected=$(wc -l < /tmp/selected)

[ "$mode" != exit-early ] || exit 0
echo "$(stamp) Now listening for interrupts" >&2
out "Running Suite: Kubernetes e2e suite - /usr/local/bin"
out "===================================================="
out "Random Seed: 1 - will randomize all specs"
out ""
out "Will run $selected of $total specs"
[ -z "${E2E_DRYRUN:-}" ] || { mode='' seconds=0; }

[ -z "$verbose" ] || { out "$rule"; out "[SynchronizedBeforeSuite] "; out "test/e2e/stand-in.go:1"; out "[SynchronizedBeforeSuite] PASSED [0.001 seconds]"; out "$rule"; }
passed=0 failed=0 flaked=0 number=0
echo '      <testcase name="[SynchronizedBeforeSuite]" classname="Kubernetes e2e suite" status="passed" time="0.001"></testcase>' > /tmp/cases
: > /tmp/failures
while IFS= read -r name; do
  number=$((number + 1))
  put SSS # tests that are skipped stand between
  [ -z "$verbose" ] || { out ""; out "$rule"; out "$(labelled "$name")"; out "test/e2e/stand-in.go:$number"; out "  STEP: Creating a kubernetes client @ $(date -u '+%D %T.000')"; }
  [ "$mode" != hang ] || [ "$number" -lt 3 ] || { sleep 2147483 & wait $!; }
  [ "$mode" != crash ] || [ "$number" -lt 3 ] || exit 137
  sleep "$seconds" & wait $!
  case $mode:$number in
    fail:2 | flake:2)
      [ -n "$verbose" ] || { out ""; out "$rule"; }
      out "  [FAILED] in [It] - test/e2e/stand-in.go:$number @ $(date -u '+%D %T.000')"
      if [ "$mode" = flake ] && [ "$attempts" -gt 1 ]; then
        out ""
        out "  Attempt #1 Failed.  Retrying ↺ @ $(date -u '+%D %T.000')"
        out ""
        out "• [FLAKEY TEST - TOOK 2 ATTEMPTS TO PASS] [$seconds seconds]"
        out "$(labelled "$name")"
        flaked=$((flaked + 1)) passed=$((passed + 1)) state=passed
      else
        out "• [FAILED] [$seconds seconds]"
        out "$(labelled "$name")"
        out "test/e2e/stand-in.go:$number"
        out ""
        out "  [FAILED] the stand-in was told to fail"
        failed=$((failed + 1)) state=failed
        printf '  [FAIL] %s\n  test/e2e/stand-in.go:%s\n' "$(labelled "$name")" "$number" >> /tmp/failures
      fi
      out "$rule" ;;
    *)
      if [ -n "$verbose" ]; then out "• [$seconds seconds]"; out "$rule"; else put •; fi
      passed=$((passed + 1)) state=passed ;;
  esac
  if [ $state = failed ]; then
    printf '      <testcase name="[It] %s" classname="Kubernetes e2e suite" status="failed" time="%s">\n          <failure type="failed">the stand-in was told to fail&#10;test/e2e/stand-in.go:%s</failure>\n      </testcase>\n' "$(xml "$name")" "$seconds" "$number"
  else
    printf '      <testcase name="[It] %s" classname="Kubernetes e2e suite" status="passed" time="%s"></testcase>\n' "$(xml "$name")" "$seconds"
  fi >> /tmp/cases
done < /tmp/selected
names | while IFS= read -r name; do
  grep -qxF -- "$name" /tmp/selected || printf '      <testcase name="[It] %s" classname="Kubernetes e2e suite" status="skipped" time="0"><skipped message="skipped"></skipped></testcase>\n' "$(xml "$name")"
done >> /tmp/cases

if [ "$mode" != no-junit ]; then
  {
    printf '<?xml version="1.0" encoding="UTF-8"?>\n  <testsuites tests="%s" disabled="0" errors="0" failures="%s" time="%s">\n' "$total" "$failed" "$number"
    printf '    <testsuite name="Kubernetes e2e suite" package="/usr/local/bin" tests="%s" disabled="0" skipped="%s" errors="0" failures="%s" time="%s" timestamp="%s">\n' \
      "$total" $((total - selected)) "$failed" "$number" "${started%Z}"
    printf '      <properties><property name="SuiteSucceeded" value="%s"></property></properties>\n' "$([ $failed = 0 ] && echo true || echo false)"
    cat /tmp/cases
    printf '    </testsuite>\n  </testsuites>\n'
  } > "$results/junit_01.xml"
fi

[ -n "$verbose" ] || out ""
out ""
if [ $failed -gt 0 ]; then
  out "Summarizing $failed Failure:"
  out "$(cat /tmp/failures)"
  out ""
fi
out "Ran $selected of $total Specs in $number.000 seconds"
verdict=SUCCESS word=PASS
[ $failed = 0 ] || verdict=FAIL word=FAIL
out "$verdict! -- $passed Passed | $failed Failed | $([ $flaked = 0 ] || echo "$flaked Flaked | ")0 Pending | $((total - selected)) Skipped"
out "--- $word: TestE2E ($number.00s)"
out "$word"
out ""
out "Ginkgo ran 1 suite in ${number}s"
if [ $failed = 0 ]; then out "Test Suite Passed"; else out "Test Suite Failed"; fi
save
[ $failed = 0 ] || { echo "$(stamp) running command: exit status 1" >&2; exit 1; }
