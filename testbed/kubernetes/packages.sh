#!/bin/bash
# Installs the Debian packages the testbed needs and does not find. Called by up.sh.
# Usage: packages.sh [--kubelets]     --kubelets: also what real nodes need
set -u
want=(etcd-server openssl curl iproute2 procps)
[ "${1:-}" = --kubelets ] && want+=(containerd runc containernetworking-plugins iptables conntrack socat busybox-static)
exec "$(dirname "$0")/../install-packages.sh" "${want[@]}"
