#!/bin/bash
# First process of a node's namespaces: makes them look like a machine of its own, then waits for its end. Started by kubelets.sh.
# Usage: node-init.sh NAME FOLDER HOSTPATH_FOLDER
set -eu
name=$1 folder=$2 volumes=$3

trap 'exit 0' TERM INT
hostname "$name"
# /var/lib and /var/log of this node lie in its folder, /run is empty; the rest is the machine's
mkdir -p /tmp/hostpath_pv "$volumes"
mount --bind "$volumes" /tmp/hostpath_pv
mount --bind "$folder/lib" /var/lib
mount --bind "$folder/log" /var/log
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock
mount --make-rshared / # as kubelet wants it; stays inside, since the copy was made private
ip link set lo up
echo 1 > /proc/sys/net/ipv4/ip_forward
touch /run/node-is-made
while :; do sleep infinity & wait $! || true; done
