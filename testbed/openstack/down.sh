#!/bin/bash
# Stops what up.sh started, by its pid files. The state stays for a quicker next start.
#   down.sh --wipe   removes the state too
set -u
. "$(dirname "$0")/lib.sh"
case ${1:-} in '' | --wipe) ;; *) die "usage: down.sh [--wipe]" ;; esac
[ "$(id -u)" = 0 ] || die "down.sh must run as root: sudo $0"
[ -e "$MARKER" ] || { say "nothing to stop, $STATE does not exist or is not ours"; exit 0; }
take_lock

# the VMs of libvirt are nobody's children: ask libvirt for them
if alive libvirtd; then
  for vm in $(virsh -q -c qemu:///system list --name); do virsh -q -c qemu:///system destroy "$vm"; done
fi

# services first, all at once; then what they lean on, in order
for file in "$RUN"/*.pid; do
  name=$(basename "$file" .pid)
  case $name in mariadb | rabbitmq | epmd | memcached | libvirtd | virtlogd | '*') ;; *) stop "$name" 10 & ;; esac
done
wait
for name in libvirtd virtlogd; do stop $name 30; done
for name in rabbitmq memcached mariadb; do stop $name 30 & done
wait
stop epmd 10
step_done "services stopped"

kill_leftovers
unmount_state
# bridges that os-vif made for VMs (brq<network id>), once no port is left in them
if [ -d "$DATA/libvirt" ]; then
  for bridge in $(ip -o link show type bridge | grep -o 'brq[0-9a-f-]*'); do
    [ -n "$(ip -o link show master "$bridge")" ] || ip link del "$bridge"
  done
fi

if [ "${1:-}" = --wipe ]; then rm -rf "$STATE"; step_done "state removed"; fi
say DOWN
