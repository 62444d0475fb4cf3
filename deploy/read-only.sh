#!/bin/bash
# Runs a command as a pod of the chart does: in the root file system of image.sh, read-only, as 65532 without capabilities or a way to get
# any, with /tmp and /data to write into. Root, Linux. The network is the machine's.
#   read-only.sh ROOTFS DATA COMMAND...
set -eu
rootfs=$1 data=$2
shift 2
# shellcheck disable=SC2016
exec unshare --mount --pid --fork --kill-child --propagation private bash -c '
  rootfs=$1 data=$2
  shift 2
  mount --bind "$rootfs" "$rootfs"
  mount --bind "$data" "$rootfs/data"
  mount -t tmpfs -o mode=1777,size=1g tmpfs "$rootfs/tmp"
  mount -t proc proc "$rootfs/proc"
  mount --rbind /dev "$rootfs/dev"
  mount -o remount,bind,ro "$rootfs"
  exec env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/tmp TMPDIR=/tmp XDG_CACHE_HOME=/tmp/cache XDG_CONFIG_HOME=/tmp/config \
    XDG_DATA_HOME=/data/share XDG_STATE_HOME=/data/state \
    /usr/bin/setpriv --no-new-privs --bounding-set=-all,+sys_chroot,+setuid,+setgid --inh-caps=-all /usr/sbin/chroot --userspec=65532:65532 "$rootfs" "$@"
' - "$rootfs" "$data" "$@"
