#!/bin/bash
# A real Kubernetes control plane on 127.0.0.1 with nodes played by kwok, and real kubelets if wanted. Idempotent.
#   up.sh [--minor 1.36|1.37] [--scenario FILE|NAME] [--os-cloud NAME] [--kubelets N]
#     --scenario   the fake nodes, of scenarios/*.yaml; on a running cluster they replace those that are there (default: keep, or all-distinct)
#     --os-cloud   entry of clouds.yaml by which ${SERVER_ID:name} in the scenario is filled
#     --kubelets   real nodes in namespaces of this machine (default: as many as there are, none at first)
# Everything generated goes to .state/MINOR beside this file, or to $TESTBED_KUBERNETES_STATE/MINOR. Stop: down.sh
set -u
. "$(dirname "$0")/lib.sh"
for part in certificates control-plane kubeconfig kubelets; do . "$HERE/$part.sh"; done

usage="usage: up.sh [--minor M] [--scenario FILE|NAME] [--os-cloud NAME] [--kubelets N]"
minor=${MINORS%% *} scenario='' cloud='' KUBELETS=''
while [ $# -gt 0 ]; do
  [ $# -gt 1 ] || die "$usage"
  case $1 in
    --minor) minor=$2 ;;
    --scenario) scenario=$2 ;;
    --os-cloud) cloud=$2 ;;
    --kubelets) KUBELETS=$2 ;;
    *) die "$usage" ;;
  esac
  shift 2
done
use_minor "$minor"
KUBELETS=${KUBELETS:-$(cat "$RUN/kubelets" 2> /dev/null || echo 0)}
[[ $KUBELETS =~ ^[0-9]$ ]] || die "--kubelets takes a number from 0 to 9"
NODE=$HERE/../../node_modules/.bin/node
[ -x "$NODE" ] || die "$NODE is missing, run 'npm ci' in the checkout first"
if [ -n "$scenario" ] && [ ! -f "$scenario" ]; then
  [ -f "$HERE/scenarios/$scenario.yaml" ] || die "there is no scenario $scenario: give a file, or one of $(cd "$HERE/scenarios" && echo *.yaml | sed 's/\.yaml//g')"
  scenario=$HERE/scenarios/$scenario.yaml
fi
[ "$(id -u)" = 0 ] || die "up.sh must run as root (packages, mounts, network namespaces): sudo $0"
make_state "$ETC" "$DATA" "$RUN" "$LOG"
take_lock
# shellcheck disable=SC2086
require_free_ports $PORTS

# --- what talks to the network: packages and Go modules, the latter only when nothing is built yet
parts=--control-plane
[ "$KUBELETS" = 0 ] || parts+=" --node"
bash "$HERE/packages.sh" $([ "$KUBELETS" = 0 ] || echo --kubelets) > "$LOG/packages.log" 2>&1 || die "packages could not be installed: $(tail -n 1 "$LOG/packages.log")" "$LOG/packages.log"
step_done "packages are there"
[ -x "$BIN/kubectl" ] && [ -x "$BIN_CACHE/kwok-$KWOK/kwok" ] || say "building $VERSION, this takes minutes: $LOG/build.log"
# shellcheck disable=SC2086
"$HERE/build.sh" --minor "$MINOR" $parts > "$LOG/build.log" 2>&1 || die "$VERSION could not be built" "$LOG/build.log"
step_done "Kubernetes $VERSION is built"

make_certificates
for component in controller-manager scheduler kwok; do component_config $component; done
write_kubeconfig
step_done "certificates and configuration"

start_etcd
wait_for etcd 30 etcd_answers
start_apiserver
wait_for kube-apiserver 60 healthy "$PORT" /readyz
step_done "etcd and kube-apiserver are ready"
start_controllers
start_kwok
kubectl apply -f "$HERE/users.yaml" -f "$HERE/storage.yaml" > "$LOG/users.log" 2>&1 || die "users and storage class could not be made" "$LOG/users.log"
token reader
token runner
write_kubeconfig
wait_for kube-controller-manager 60 healthy "$KCM_PORT" /healthz
wait_for kube-scheduler 60 healthy "$SCHEDULER_PORT" /healthz
wait_for kwok 30 kwok_answers
step_done "controllers, users"

# --- nodes
echo "$KUBELETS" > "$RUN/kubelets"
start_kubelets
[ "$KUBELETS" = 0 ] || step_done "$KUBELETS real nodes are Ready"
if [ -n "$scenario" ] || ! once nodes; then
  KUBECONFIG=$KUBECONFIG_FILE "$NODE" "$HERE/apply-scenario.ts" "${scenario:-$HERE/scenarios/all-distinct.yaml}" "$VERSION" ${cloud:+"$cloud"} || die "the scenario could not be applied"
  mark nodes
  step_done "nodes of the scenario are Ready"
fi
say "UP. export KUBECONFIG=$KUBECONFIG_FILE   then: $BIN/kubectl get nodes"
