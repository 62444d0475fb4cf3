# Sourced by up.sh and down.sh: where the state, ports and addresses of one minor's cluster are.
# shellcheck shell=bash

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
. "$HERE/../lib.sh"
. "$HERE/versions.sh"

export PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH LC_ALL=C.UTF-8
umask 022

# use_minor MINOR   sets all that is different for each cluster, so that two minors run side by side
use_minor() {
  MINOR=$1
  VERSION=$(version_of "$MINOR") || die "--minor takes one of: $MINORS"
  STATE=$(realpath -m "${TESTBED_KUBERNETES_STATE:-$HERE/.state}")/$MINOR
  ETC=$STATE/etc DATA=$STATE/data RUN=$STATE/run LOG=$STATE/log PKI=$STATE/etc/pki
  MARKER=$STATE/.made-by-testbed-kubernetes
  BIN=$BIN_CACHE/$VERSION/bin
  KUBECONFIG_FILE=$STATE/kubeconfig

  local number=${MINOR#1.}
  PORT=$((10000 + number * 100)) # 1.36: 13600-13605
  ETCD_PORT=$((PORT + 1)) ETCD_PEER_PORT=$((PORT + 2)) KCM_PORT=$((PORT + 3)) SCHEDULER_PORT=$((PORT + 4)) KWOK_PORT=$((PORT + 5))
  PORTS="kube-apiserver:$PORT etcd:$ETCD_PORT etcd:$ETCD_PEER_PORT kube-controller-manager:$KCM_PORT kube-scheduler:$SCHEDULER_PORT kwok:$KWOK_PORT"
  # The network of the real kubelets: a bridge on this machine, node N at .0.(10+N), its pods in .N.0/24
  BRIDGE=scs-k$number NET=10.$((100 + number))
  GATEWAY=$NET.0.1
  CGROUP=scs-testbed-k$number-$(cksum <<< "$STATE" | cut -d' ' -f1) # the state's own: cgroups know no network namespace
}

# stop_changed NAME COMMAND...   stops a service that runs with other arguments
stop_changed() {
  local name=$1
  if alive "$name" && [ "$(cat "$RUN/$name.command" 2> /dev/null)" != "${*:2}" ]; then stop "$name" 20; fi
  echo "${*:2}" > "$RUN/$name.command"
}

# start_anew NAME COMMAND...   like start; a service that runs with other arguments is stopped first
start_anew() { stop_changed "$@"; start "$@"; }

kubectl() { "$BIN/kubectl" --kubeconfig "$KUBECONFIG_FILE" "$@"; }

# healthy PORT PATH   what a component answers over TLS with a certificate that we do not know
healthy() { [ "$(curl -sk -m 5 --noproxy '*' "https://127.0.0.1:$1$2")" = ok ]; }
