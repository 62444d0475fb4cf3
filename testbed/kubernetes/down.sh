#!/bin/bash
# Stops what up.sh started, by its pid files. The state stays for a quicker next start.
#   down.sh [--minor M] [--wipe]     without --minor all minors; --wipe removes the state too
set -u
. "$(dirname "$0")/lib.sh"
. "$HERE/kubelets.sh"
minors=$MINORS wipe=''
while [ $# -gt 0 ]; do
  case $1 in
    --minor) version_of "${2:-}" > /dev/null || die "--minor takes one of: $MINORS"; minors=$2; shift ;;
    --wipe) wipe=yes ;;
    *) die "usage: down.sh [--minor M] [--wipe]" ;;
  esac
  shift
done
[ "$(id -u)" = 0 ] || die "down.sh must run as root: sudo $0"

for minor in $minors; do
  use_minor "$minor"
  [ -e "$MARKER" ] || { say "$MINOR: nothing to stop, $STATE does not exist or is not ours"; continue; }
  take_lock
  stop_kubelets
  for name in kwok kube-scheduler kube-controller-manager; do stop "$name" 10 & done
  wait
  stop kube-apiserver 20
  stop etcd 10
  step_done "$MINOR: services stopped"
  kill_leftovers
  unmount_state
  remove_cgroups
  # to remove a folder is to unmount what others have mounted on it in namespaces of theirs
  grep -qs ' /tmp/hostpath_pv ' /proc/[0-9]*/mountinfo || rmdir /tmp/hostpath_pv 2> /dev/null
  if [ -n "$wipe" ]; then rm -rf "$STATE"; step_done "$MINOR: state removed"; fi
done
say DOWN
